// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <system_error>

namespace tilescribe::npu {

/// The folder of the running program, symbolic links resolved; empty where /proc does not say.
[[nodiscard]] inline std::filesystem::path program_folder() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

}  // namespace tilescribe::npu
