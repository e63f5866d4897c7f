// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

namespace tilescribe {

/// The folder of the running program, symbolic links resolved. Empty where /proc does not say.
[[nodiscard]] std::filesystem::path program_folder();

/// Where models/ and samples/ lie: ../share/tilescribe beside the program's folder, installed and in the build tree alike. The
/// folder may be absent; who opens a file in it says so.
[[nodiscard]] std::filesystem::path resource_folder();

}  // namespace tilescribe
