// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace tilescribe::npu {

/// How far the way to an NPU is open.
enum class NpuState : std::uint8_t {
    absent,         ///< no AMD NPU in this machine
    unknown,        ///< one that this program does not know
    no_driver,      ///< amdxdna is not loaded
    no_firmware,    ///< the driver is, but its firmware is not installed
    driver_failed,  ///< the driver did not start the device
    no_permission,  ///< this user may not open the device, or the container was not given it
    ready,
};

/// An AMD NPU as Linux shows it.
struct NpuPresence {
    NpuState state = NpuState::absent;
    bool present = false;  ///< ready for use
    std::string name;      ///< sysfs vbnv ("RyzenAI-npu1"), or what its PCI identity says
    std::string firmware;  ///< sysfs fw_version; empty where the driver does not say
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::filesystem::path node;             ///< /dev/accel/accel0
    std::filesystem::path device;           ///< its folder in sysfs
    std::string pci_identity;               ///< "1022:1502"
    std::filesystem::path firmware_folder;  ///< where Linux looks for its firmware; only where that is missing
    std::string reason;                     ///< a sentence: what there is, or what is missing and the remedy
};

/// Where to look; tests have a tree of their own.
struct NpuPlaces {
    std::filesystem::path root = "/";                          ///< above dev/, sys/ and lib/firmware/
    bool (*may_open)(const std::filesystem::path&) = nullptr;  ///< may this user read and write the node? null: asks the system

    /// The machine itself; for tests of whole programs, TILESCRIBE_SYSTEM_ROOT names another root.
    [[nodiscard]] static NpuPlaces of_system();
};

/// Looks in sysfs for PCI devices of vendor 0x1022 that are NPUs, and for the nodes that the driver makes of them. Opens nothing,
/// wakes nothing, does not throw.
[[nodiscard]] NpuPresence find_npu(const NpuPlaces& places = NpuPlaces::of_system());

}  // namespace tilescribe::npu
