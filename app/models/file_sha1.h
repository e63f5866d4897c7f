// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <stop_token>
#include <string>

namespace tilescribe {

/// SHA-1 of a file in lower-case hexadecimal; empty where `stop` was requested. Throws std::runtime_error where it cannot be read.
/// A published check of downloads, not a defence against forgery.
[[nodiscard]] std::string file_sha1(const std::filesystem::path& file, const std::stop_token& stop);

}  // namespace tilescribe
