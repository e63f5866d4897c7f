// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/kernels.h"
#include "kernels/cpu/isa/panel_tile.h"

namespace tilescribe::TILESCRIBE_ISA {
namespace {

TILESCRIBE_INLINE float f16_at(const std::byte* at) {
    return _cvtsh_ss(*reinterpret_cast<const std::uint16_t*>(at));
}

/// Weight (lane, i) of a panel.
template <PanelType Type>
TILESCRIBE_INLINE float weight_at(const std::byte* panel, std::int64_t lane, std::int64_t i) {
    const std::int64_t at = i * panel_width + lane;
    if constexpr (Type == PanelType::f32) return reinterpret_cast<const float*>(panel)[at];
    if constexpr (Type == PanelType::f16) return f16_at(panel + 2 * at);
    if constexpr (Type == PanelType::bf16)
        return __builtin_bit_cast(float, static_cast<std::uint32_t>(reinterpret_cast<const std::uint16_t*>(panel)[at]) << 16);
    constexpr std::int64_t head = (Type == PanelType::q8_minimum ? 4 : 2) * panel_width;
    const std::byte* block = panel + i / block_size * (head + block_size * panel_width);
    const auto code = static_cast<float>(reinterpret_cast<const std::int8_t*>(block + head)[i % block_size * panel_width + lane]);
    const float scaled = code * f16_at(block + 2 * lane);
    return Type == PanelType::q8_minimum ? scaled + f16_at(block + 2 * (panel_width + lane)) : scaled;
}

template <PanelType Type>
void gather(const PanelRow& p) {
    const std::byte* panel = p.panels + p.row / panel_width * p.panel_bytes;
    const std::int64_t lane = p.row % panel_width;
    for (std::int64_t i = 0; i < p.n_in; ++i) p.output[i] = weight_at<Type>(panel, lane, i) + p.addend[i];
}

}  // namespace

void panel_row(const PanelRow& p) {
    switch (p.type) {
        case PanelType::f32:
            return gather<PanelType::f32>(p);
        case PanelType::f16:
            return gather<PanelType::f16>(p);
        case PanelType::bf16:
            return gather<PanelType::bf16>(p);
        case PanelType::q8:
            return gather<PanelType::q8>(p);
        case PanelType::q8_minimum:
            return gather<PanelType::q8_minimum>(p);
    }
}

}  // namespace tilescribe::TILESCRIBE_ISA
