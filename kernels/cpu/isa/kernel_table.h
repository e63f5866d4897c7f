// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/cpu_isa.h"
#include "kernels/kernel_backend.h"

#include <cstddef>
#include <cstdint>

// What the kernels in this folder take. The folder's sources are compiled once per CpuIsa; this header and the tables at its end
// are all that the rest sees. Sizes and strides count elements; nothing is checked, allocated or thrown in there.

namespace tilescribe {

inline constexpr std::int64_t head_width = 64;  ///< of every Whisper model
inline constexpr std::int64_t block_size = 32;  ///< inputs that share a scale in quantised panels

/// How the weights of a panel are stored. A panel holds `panel_width` neighbouring outputs; for each input their weights lie side
/// by side, so a kernel reads one linear stream and needs no sum across a vector.
enum class PanelType : std::uint8_t {
    f32,         ///< [n_in][panel_width]
    f16,         ///< the same
    bf16,        ///< the same
    q8,          ///< per block of 32 inputs: f16 scale[panel_width], i8 code[32][panel_width]; weight = scale * code
    q8_minimum,  ///< per block: f16 scale[..], f16 minimum[..], i8 code[32][..]; weight = scale * code + minimum
};

/// output[r][o] = epilogue(sum over i of input[r][i] * weight[o][i] + bias[o]) for some panels.
struct PanelProduct {
    const float* input = nullptr;
    std::int64_t input_stride = 0;
    std::int64_t rows = 0;
    std::int64_t n_in = 0;
    PanelType type = PanelType::f32;
    const std::byte* panels = nullptr;  ///< panel 0
    std::int64_t panel_bytes = 0;
    std::int64_t first_panel = 0;
    std::int64_t n_panels = 0;
    std::int64_t n_out = 0;       ///< of the whole matrix; the last panel may reach beyond it
    const float* bias = nullptr;  ///< whole panels of it, zeros at the end
    Epilogue epilogue = Epilogue::none;
    float* output = nullptr;  ///< row 0, output 0
    std::int64_t output_stride = 0;
};

/// Row `row` of a panel matrix as f32, plus `addend`.
struct PanelRow {
    PanelType type = PanelType::f32;
    const std::byte* panels = nullptr;
    std::int64_t panel_bytes = 0;
    std::int64_t n_in = 0;
    std::int64_t row = 0;
    const float* addend = nullptr;
    float* output = nullptr;
};

struct LayerNorm {
    const float* input = nullptr;
    std::int64_t input_stride = 0;
    std::int64_t rows = 0;
    std::int64_t width = 0;
    const float* gain = nullptr;
    const float* bias = nullptr;
    float* output = nullptr;
    std::int64_t output_stride = 0;
};

/// Some keys and values of all heads, packed for whole-window attention: a head's keys as [ceil(n_kv /
/// panel_width)][64][panel_width] with zeros beyond n_kv, its values as [64 / panel_width][n_kv][panel_width].
struct AttentionPack {
    const float* keys = nullptr;  ///< key 0
    std::int64_t key_stride = 0;
    const float* values = nullptr;
    std::int64_t value_stride = 0;
    std::int64_t n_heads = 0;
    std::int64_t n_kv = 0;
    std::int64_t first_panel = 0;  ///< of panel_width keys each
    std::int64_t end_panel = 0;
    float* packed_keys = nullptr;  ///< head 0's
    float* packed_values = nullptr;
    std::int64_t head_stride = 0;  ///< from one head's packed keys, and values, to the next one's
};

/// Whole-window attention of some query rows of one head. Output may be the queries' own memory.
struct AttentionRows {
    const float* queries = nullptr;
    std::int64_t query_stride = 0;
    std::int64_t rows = 0;
    std::int64_t n_kv = 0;
    const float* packed_keys = nullptr;
    const float* packed_values = nullptr;
    float* output = nullptr;
    std::int64_t output_stride = 0;
};

/// Attention of a few query rows to the keys first_key .. end_key - 1 of all heads: a part of a softmax, to be joined with others.
struct AttentionPart {
    const float* queries = nullptr;
    std::int64_t query_stride = 0;
    std::int64_t rows = 0;
    std::int64_t first_row = 0;  ///< of these among all new rows: decides what a causal row sees
    const float* keys = nullptr;
    std::int64_t key_stride = 0;
    const float* values = nullptr;
    std::int64_t value_stride = 0;
    std::int64_t n_heads = 0;
    std::int64_t n_past = -1;  ///< as in KernelBackend::cached_attention
    std::int64_t first_key = 0;
    std::int64_t end_key = 0;
    float* scores = nullptr;  ///< scratch [n_heads * rows][score_stride]; the scaled scores, then their exponentials
    std::int64_t score_stride = 0;
    float* kept_scores = nullptr;  ///< row h * n_new + first_row + r, column = key; or null
    std::int64_t kept_stride = 0;
    std::int64_t n_new = 0;
    float* sums = nullptr;    ///< [n_heads * rows][64]: sum of exp(score - maximum) * value
    float* maxima = nullptr;  ///< [n_heads * rows]; -infinity where no key is seen
    float* totals = nullptr;  ///< [n_heads * rows]: sum of exp(score - maximum)
};

/// Joins `n_parts` AttentionParts of the same rows; part p's results lie p * part_stride elements behind part 0's.
struct AttentionJoin {
    const float* sums = nullptr;
    const float* maxima = nullptr;
    const float* totals = nullptr;
    std::int64_t n_parts = 0;
    std::int64_t sums_stride = 0;
    std::int64_t row_stride = 0;  ///< of maxima and totals
    std::int64_t rows = 0;
    std::int64_t n_heads = 0;
    float* output = nullptr;
    std::int64_t output_stride = 0;
};

struct KernelTable {
    CpuIsa isa;
    int panel_width;  ///< outputs per panel
    int tile_rows;    ///< input rows that a kernel takes at once
    void (*panel_product)(const PanelProduct&);
    void (*panel_row)(const PanelRow&);
    void (*layer_norm)(const LayerNorm&);
    void (*pack_attention)(const AttentionPack&);
    void (*attention_rows)(const AttentionRows&);
    void (*attention_part)(const AttentionPart&);
    void (*join_attention)(const AttentionJoin&);
    /// gelu_in_place(values, count): erf form. For the tests of its stated error.
    void (*gelu)(float* values, std::int64_t count);
    /// 2^x for x <= 0, as softmax uses it.
    void (*exp2)(float* values, std::int64_t count);
};

namespace isa_avx2 {
extern const KernelTable kernel_table;
}
namespace isa_avx512 {
extern const KernelTable kernel_table;
}

/// The kernels of a level that available_isa_levels() lists.
inline const KernelTable& kernels_of(CpuIsa isa) noexcept {
    return isa == CpuIsa::avx512 ? isa_avx512::kernel_table : isa_avx2::kernel_table;
}

}  // namespace tilescribe
