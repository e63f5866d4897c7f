// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

// The instruction stream of an ArrayProgram, in 32-bit words: magic, length of the whole in words, check sum, version, then the
// program's fields in their order. A list is its length and its elements; a string its length in bytes and its bytes, four to a
// word, the rest zeros; a 64-bit number its low word first.
namespace tilescribe::npu {

inline constexpr std::uint32_t program_magic = 0x31415354;  // "TSA1"
inline constexpr std::uint32_t program_version = 1;
inline constexpr std::size_t program_header_words = 4;

/// FNV-1a over everything but the check sum itself.
[[nodiscard]] inline std::uint32_t check_sum(std::span<const std::uint32_t> words) noexcept {
    std::uint32_t sum = 2'166'136'261U;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i == 2) continue;
        for (unsigned shift = 0; shift < 32; shift += 8) sum = (sum ^ ((words[i] >> shift) & 0xFFU)) * 16'777'619U;
    }
    return sum;
}

}  // namespace tilescribe::npu
