// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program_paths.h"

#include <system_error>

namespace tilescribe {

std::filesystem::path program_folder() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

std::filesystem::path resource_folder() {
    const std::filesystem::path folder = (program_folder() / "../share/tilescribe").lexically_normal();
    std::error_code error;
    const std::filesystem::path resolved = std::filesystem::canonical(folder, error);
    return error ? folder : resolved;
}

}  // namespace tilescribe
