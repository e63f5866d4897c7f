// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tilescribe {

/// An AMD NPU as Linux shows it.
struct NpuPresence {
    bool present = false;
    std::string name;    ///< sysfs vbnv
    std::string reason;  ///< a sentence: why there is none, or what is shown
};

/// Looks for /dev/accel/accel* of vendor 0x1022. The folders are parameters for tests.
[[nodiscard]] NpuPresence find_npu(const std::filesystem::path& devices = "/dev/accel",
                                   const std::filesystem::path& sysfs = "/sys/class/accel");

/// Nanoseconds that this program's contexts have kept the NPU busy (drm-engine-* of amdxdna in fdinfo); nothing: no open context.
[[nodiscard]] std::optional<std::uint64_t> read_npu_busy_ns(const std::filesystem::path& fdinfo = "/proc/self/fdinfo");

}  // namespace tilescribe
