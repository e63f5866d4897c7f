// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/panel_packing.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tilescribe {
namespace {

/// One of ggml's blocks of 32 weights: weight = scale * code + minimum, scale and minimum in f16.
struct QuantisedBlock {
    std::uint16_t scale = 0;
    std::uint16_t minimum = 0;
    std::array<std::int8_t, block_size> codes{};
};

std::uint16_t read_u16(const std::byte*& from) {
    std::uint16_t value = 0;
    std::memcpy(&value, from, sizeof value);
    from += sizeof value;
    return value;
}

/// Layouts: scale; minimum (the _1 types); fifth bits as one u32 (q5); then nibbles, the low ones being elements 0 to 15, or bytes.
QuantisedBlock read_block(ElementType type, const std::byte* from) {
    QuantisedBlock block;
    block.scale = read_u16(from);
    if (type == ElementType::q8_0) {
        std::memcpy(block.codes.data(), from, block.codes.size());
        return block;
    }
    const bool has_minimum = type == ElementType::q4_1 || type == ElementType::q5_1;
    const bool has_fifth_bit = type == ElementType::q5_0 || type == ElementType::q5_1;
    if (has_minimum) block.minimum = read_u16(from);
    std::uint32_t fifth_bits = 0;
    if (has_fifth_bit) {
        std::memcpy(&fifth_bits, from, sizeof fifth_bits);
        from += sizeof fifth_bits;
    }
    const int offset = has_minimum ? 0 : has_fifth_bit ? 16 : 8;
    for (unsigned i = 0; i < block_size; ++i) {
        const auto pair = static_cast<unsigned>(from[i % 16]);
        const unsigned nibble = i < 16 ? pair & 15U : pair >> 4;
        block.codes[i] = static_cast<std::int8_t>(static_cast<int>(nibble | (fifth_bits >> i & 1U) << 4) - offset);
    }
    return block;
}

/// One output's weights into its lane of the panel, element by element.
void pack_lane(const std::byte* row, std::int64_t n_in, std::size_t element_bytes, int panel_width, std::byte* lane) {
    for (std::int64_t i = 0; i < n_in; ++i) {
        std::memcpy(lane, row, element_bytes);
        row += element_bytes;
        lane += element_bytes * static_cast<std::size_t>(panel_width);
    }
}

void pack_quantised_lane(ElementType type, const std::byte* row, std::int64_t n_in, int panel_width, int lane, std::byte* panel) {
    const bool has_minimum = panel_type_of(type) == PanelType::q8_minimum;
    const std::size_t bytes_per_block = row_bytes(type, block_size);
    for (std::int64_t i = 0; i < n_in; i += block_size) {
        const QuantisedBlock block = read_block(type, row);
        row += bytes_per_block;
        std::memcpy(panel + 2 * lane, &block.scale, 2);
        panel += 2 * panel_width;
        if (has_minimum) {
            std::memcpy(panel + 2 * lane, &block.minimum, 2);
            panel += 2 * panel_width;
        }
        for (const std::int8_t code : block.codes) {
            panel[lane] = static_cast<std::byte>(code);
            panel += panel_width;
        }
    }
}

}  // namespace

PanelType panel_type_of(ElementType type) noexcept {
    switch (type) {
        case ElementType::f32:
            return PanelType::f32;
        case ElementType::f16:
            return PanelType::f16;
        case ElementType::bf16:
            return PanelType::bf16;
        case ElementType::q4_1:
        case ElementType::q5_1:
            return PanelType::q8_minimum;
        case ElementType::q4_0:
        case ElementType::q5_0:
        case ElementType::q8_0:
            break;
    }
    return PanelType::q8;
}

std::int64_t panel_bytes(PanelType type, std::int64_t n_in, int panel_width) noexcept {
    switch (type) {
        case PanelType::f32:
            return n_in * panel_width * 4;
        case PanelType::f16:
        case PanelType::bf16:
            return n_in * panel_width * 2;
        case PanelType::q8:
            return n_in / block_size * (block_size + 2) * panel_width;
        case PanelType::q8_minimum:
            break;
    }
    return n_in / block_size * (block_size + 4) * panel_width;
}

void pack_panel(const WeightMatrix& weights, std::int64_t first_out, int panel_width, std::byte* panel) {
    const std::size_t bytes_per_row = row_bytes(weights.type, weights.cols);
    const std::int64_t lanes = std::min<std::int64_t>(panel_width, weights.rows - first_out);
    for (int lane = 0; lane < lanes; ++lane) {
        const std::byte* row = weights.bytes.data() + static_cast<std::size_t>(first_out + lane) * bytes_per_row;
        if (is_quantised(weights.type)) {
            pack_quantised_lane(weights.type, row, weights.cols, panel_width, lane, panel);
        } else {
            const std::size_t element_bytes = weights.type == ElementType::f32 ? 4 : 2;
            pack_lane(row, weights.cols, element_bytes, panel_width, panel + static_cast<std::size_t>(lane) * element_bytes);
        }
    }
}

}  // namespace tilescribe
