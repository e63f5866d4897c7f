// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/model_file_error.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace tilescribe {

/// Reads little-endian values one after the other and never past the end: throws ModelFileError, which says within what the file
/// ended.
class ByteCursor {
public:
    ByteCursor(std::span<const std::byte> bytes, std::filesystem::path file) : rest_(bytes), file_(std::move(file)) {}

    [[nodiscard]] std::size_t remaining() const noexcept { return rest_.size(); }

    [[nodiscard]] std::span<const std::byte> take(std::uint64_t count, std::string_view what) {
        if (count > rest_.size())
            throw ModelFileError(file_, "ends within " + std::string(what) + "; the file is truncated or damaged");
        const auto taken = rest_.first(static_cast<std::size_t>(count));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }

    template <typename T>
    [[nodiscard]] T read(std::string_view what) {
        T value;
        std::memcpy(&value, take(sizeof value, what).data(), sizeof value);
        return value;
    }

    [[nodiscard]] std::string_view read_text(std::uint64_t length, std::string_view what) {
        const auto bytes = take(length, what);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

private:
    std::span<const std::byte> rest_;
    std::filesystem::path file_;
};

}  // namespace tilescribe
