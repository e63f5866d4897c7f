// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/element_type.h"

#include "kernels/shape_error.h"

#include <limits>
#include <string>

namespace tilescribe {
namespace {

/// Bytes of one block of 32 elements: scale (and minimum), high bits, low bits.
std::size_t block_bytes(ElementType type) noexcept {
    switch (type) {
        case ElementType::q4_0:
            return 2 + 16;
        case ElementType::q4_1:
            return 2 + 2 + 16;
        case ElementType::q5_0:
            return 2 + 4 + 16;
        case ElementType::q5_1:
            return 2 + 2 + 4 + 16;
        case ElementType::q8_0:
            return 2 + 32;
        case ElementType::f16:
        case ElementType::bf16:
            return 2 * quantised_block_elements;
        case ElementType::f32:
            break;
    }
    return 4 * quantised_block_elements;
}

}  // namespace

std::string_view name_of(ElementType type) noexcept {
    switch (type) {
        case ElementType::f32:
            return "f32";
        case ElementType::f16:
            return "f16";
        case ElementType::bf16:
            return "bf16";
        case ElementType::q4_0:
            return "q4_0";
        case ElementType::q4_1:
            return "q4_1";
        case ElementType::q5_0:
            return "q5_0";
        case ElementType::q5_1:
            return "q5_1";
        case ElementType::q8_0:
            return "q8_0";
    }
    return "unknown";
}

bool is_quantised(ElementType type) noexcept {
    return type != ElementType::f32 && type != ElementType::f16 && type != ElementType::bf16;
}

std::size_t row_bytes(ElementType type, std::int64_t cols) {
    if (cols < 0) throw ShapeError("a row of " + std::to_string(cols) + " elements cannot exist");
    if (cols > std::numeric_limits<std::int64_t>::max() / 4)
        throw ShapeError("a row of " + std::to_string(cols) + " elements is too long");
    if (is_quantised(type)) {
        if (cols % quantised_block_elements != 0)
            throw ShapeError("rows of " + std::string(name_of(type)) + " come in blocks of " +
                             std::to_string(quantised_block_elements) + " elements, received " + std::to_string(cols));
        return static_cast<std::size_t>(cols / quantised_block_elements) * block_bytes(type);
    }
    return static_cast<std::size_t>(cols) * (block_bytes(type) / quantised_block_elements);
}

}  // namespace tilescribe
