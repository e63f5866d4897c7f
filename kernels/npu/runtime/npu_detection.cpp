// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/npu_detection.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace tilescribe::npu {
namespace {

namespace fs = std::filesystem;

struct KnownNpu {
    std::string_view device;
    ArrayGeneration generation;
    std::string_view name;
};

constexpr std::array<KnownNpu, 2> known_npus = {{
    {"0x1502", ArrayGeneration::npu1, "AMD NPU (XDNA1: Phoenix, Hawk Point)"},
    {"0x17f0", ArrayGeneration::npu4, "AMD NPU (XDNA2: Strix, Krackan)"},
}};

std::string line_of(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    line.erase(std::find_if(line.rbegin(), line.rend(), [](unsigned char letter) { return letter > ' '; }).base(), line.end());
    return line;
}

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

/// Sorted, so that the first device is the same every time; empty for a folder that cannot be read.
std::vector<fs::path> entries(const fs::path& folder) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator(); entry.increment(error))
        paths.push_back(entry->path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

bool system_lets_open(const fs::path& node) {
    return access(node.c_str(), R_OK | W_OK) == 0;
}

const KnownNpu* known(const fs::path& device) {
    if (line_of(device / "vendor") != "0x1022") return nullptr;
    const std::string id = line_of(device / "device");
    const auto* found = std::find_if(known_npus.begin(), known_npus.end(), [&](const KnownNpu& npu) { return npu.device == id; });
    return found != known_npus.end() ? found : nullptr;
}

std::string pci_identity(const fs::path& device) {
    const std::string id = line_of(device / "device");
    return "1022:" + (id.starts_with("0x") ? id.substr(2, 4) : id.substr(0, 4));
}

void describe(NpuPresence& npu, const KnownNpu& identity, const fs::path& device) {
    npu.device = device;
    npu.pci_identity = pci_identity(device);
    npu.generation = identity.generation;
    npu.name = line_of(device / "vbnv");
    if (npu.name.empty()) npu.name = identity.name;
    npu.firmware = line_of(device / "fw_version");
}

/// "1502_00", as the firmware's folder is called.
std::string firmware_folder(const fs::path& device) {
    const auto digits = [](const std::string& number) { return number.starts_with("0x") ? number.substr(2) : number; };
    return digits(line_of(device / "device")) + "_" + digits(line_of(device / "revision"));
}

/// The driver has made a node of the device.
NpuPresence with_node(const NpuPlaces& places, const KnownNpu& identity, const fs::path& device, const fs::path& node) {
    NpuPresence npu;
    describe(npu, identity, device);
    npu.node = node;
    const bool may_open = places.may_open != nullptr ? places.may_open(node) : system_lets_open(node);
    npu.state = may_open ? NpuState::ready : NpuState::no_permission;
    npu.present = may_open;
    npu.reason = npu.name + (npu.firmware.empty() ? "" : ", firmware " + npu.firmware);
    if (may_open)
        npu.reason += ", is ready.";
    else if (!is_there(node))
        npu.reason += " is there, but " + node.string() + " is not: a container must be given that device.";
    else
        npu.reason += " is there, but this user may not open " + node.string() +
                      ": join the group render (sudo usermod -aG render $USER) and log in again.";
    return npu;
}

/// The device is on the bus, but there is no node.
NpuPresence without_node(const NpuPlaces& places, const KnownNpu& identity, const fs::path& device) {
    NpuPresence npu;
    describe(npu, identity, device);
    npu.reason = npu.name + " is there, but ";
    const fs::path firmware = places.root / "lib/firmware/amdnpu" / firmware_folder(device);
    if (!is_there(places.root / "sys/module/amdxdna")) {
        npu.state = NpuState::no_driver;
        npu.reason += "its driver is not loaded: use Linux 6.14 or later (sudo modprobe amdxdna) or AMD's xdna-driver.";
    } else if (entries(firmware).empty()) {
        npu.state = NpuState::no_firmware;
        npu.firmware_folder = firmware;
        npu.reason += "its firmware (" + firmware.string() + ") is missing: install a current linux-firmware and restart.";
    } else {
        npu.state = NpuState::driver_failed;
        npu.reason +=
            "the driver did not start it: \"sudo dmesg | grep amdxdna\" says why (often the IOMMU is off, or the firmware too "
            "old).";
    }
    return npu;
}

}  // namespace

NpuPlaces NpuPlaces::of_system() {
    const char* root = std::getenv("TILESCRIBE_SYSTEM_ROOT");  // NOLINT(concurrency-mt-unsafe): nobody sets it while we run
    return root != nullptr && *root != '\0' ? NpuPlaces{.root = root} : NpuPlaces{};
}

NpuPresence find_npu(const NpuPlaces& places) {
    NpuPresence npu;
    for (const fs::path& entry : entries(places.root / "sys/class/accel")) {
        const fs::path device = entry / "device";
        const fs::path node = places.root / "dev/accel" / entry.filename();
        if (const KnownNpu* identity = known(device)) return with_node(places, *identity, device, node);
        if (line_of(device / "vendor") != "0x1022") continue;
        npu.state = NpuState::unknown;
        npu.device = device;
        npu.pci_identity = pci_identity(device);
        npu.reason = "There is an AMD accelerator (" + npu.pci_identity + "), but not one that this version knows.";
    }
    for (const fs::path& device : entries(places.root / "sys/bus/pci/devices"))
        if (const KnownNpu* identity = known(device)) return without_node(places, *identity, device);
    if (npu.reason.empty()) npu.reason = "Linux shows no AMD NPU on this machine.";
    return npu;
}

}  // namespace tilescribe::npu
