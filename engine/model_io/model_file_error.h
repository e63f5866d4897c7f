// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tilescribe {

/// A model that cannot be read; what() names the file and says what is wrong with it.
class ModelFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    /// "FILE: PROBLEM".
    ModelFileError(const std::filesystem::path& file, const std::string& problem);
};

/// Text from an unchecked file made fit for a message: control characters and non-ASCII bytes as '?', at most 80 characters.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tilescribe
