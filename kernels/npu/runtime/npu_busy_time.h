// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>

namespace tilescribe::npu {

/// How long this program's contexts have kept the NPU busy, from the driver (drm-engine-* of amdxdna in fdinfo). Nothing: no
/// context is open. Several descriptors of one client count once.
[[nodiscard]] std::optional<std::chrono::nanoseconds> read_npu_busy_time(const std::filesystem::path& fdinfo = "/proc/self/fdinfo");

}  // namespace tilescribe::npu
