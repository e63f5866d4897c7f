// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tilescribe {

/// How the elements of a weight matrix are stored. The q types are ggml's blocks of 32 (layouts: weight_matrix.cpp).
enum class ElementType : std::uint8_t { f32, f16, bf16, q4_0, q4_1, q5_0, q5_1, q8_0 };

inline constexpr std::int64_t quantised_block_elements = 32;

std::string_view name_of(ElementType type) noexcept;
bool is_quantised(ElementType type) noexcept;

/// Bytes of one row of `cols` elements. Quantised rows must be whole blocks: throws ShapeError otherwise.
std::size_t row_bytes(ElementType type, std::int64_t cols);

}  // namespace tilescribe
