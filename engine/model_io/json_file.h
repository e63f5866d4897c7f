// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace tilescribe {

/// Parses an object out of an unchecked file. Throws ModelFileError, naming `file`, for what is not valid JSON, not an object,
/// nested more than 32 levels deep, or names a member of the outermost object twice.
[[nodiscard]] nlohmann::json parse_json_object(std::span<const std::byte> bytes, const std::filesystem::path& file);

/// The same for a whole file, which must not be longer than `most_bytes`.
[[nodiscard]] nlohmann::json read_json_object(const std::filesystem::path& file, std::size_t most_bytes);

/// An integer member of `object`; throws ModelFileError if it is missing or no integer.
[[nodiscard]] std::int64_t integer_member(const nlohmann::json& object, const std::string& name, const std::filesystem::path& file);

}  // namespace tilescribe
