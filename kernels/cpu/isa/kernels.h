// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/kernel_table.h"

// The entries of this level's table; see kernel_table.h.

namespace tilescribe::TILESCRIBE_ISA {

void panel_product(const PanelProduct& p);
void panel_row(const PanelRow& p);
void layer_norm(const LayerNorm& p);
void pack_attention(const AttentionPack& p);
void attention_rows(const AttentionRows& p);
void attention_part(const AttentionPart& p);
void join_attention(const AttentionJoin& p);
void gelu(float* values, std::int64_t count);
void exp2(float* values, std::int64_t count);

}  // namespace tilescribe::TILESCRIBE_ISA
