// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/weight_matrix.h"

#include <cstddef>
#include <cstdint>

namespace tilescribe {

/// How a panel keeps weights of a type. Every quantised type's codes fit a signed byte, so nothing is rounded.
PanelType panel_type_of(ElementType type) noexcept;

/// Bytes of one panel of `panel_width` outputs.
std::int64_t panel_bytes(PanelType type, std::int64_t n_in, int panel_width) noexcept;

/// Writes the panel of the outputs first_out .. first_out + panel_width - 1 (layout: PanelType). `panel` is zero before: outputs
/// beyond the matrix stay zero.
void pack_panel(const WeightMatrix& weights, std::int64_t first_out, int panel_width, std::byte* panel);

}  // namespace tilescribe
