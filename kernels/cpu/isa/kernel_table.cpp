// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa/kernels.h"
#include "kernels/cpu/isa/panel_tile.h"

namespace tilescribe::TILESCRIBE_ISA {

constinit const KernelTable kernel_table{
#if defined(__AVX512F__)
    .isa = CpuIsa::avx512,
#else
    .isa = CpuIsa::avx2,
#endif
    .panel_width = panel_width,
    .tile_rows = tile_rows,
    .panel_product = panel_product,
    .panel_row = panel_row,
    .layer_norm = layer_norm,
    .pack_attention = pack_attention,
    .attention_rows = attention_rows,
    .attention_part = attention_part,
    .join_attention = join_attention,
    .gelu = gelu,
    .exp2 = exp2,
};

}  // namespace tilescribe::TILESCRIBE_ISA
