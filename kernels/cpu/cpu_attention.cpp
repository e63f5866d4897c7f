// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/cpu_attention.h"

#include <algorithm>

namespace tilescribe {
namespace {

std::int64_t round_up(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
}

/// Rows of new tokens that pass over the keys together.
constexpr std::int64_t rows_together = 8;
/// From so many rows without a mask, packing keys and values pays.
constexpr std::int64_t window_rows = 32;
/// Keys and values of this size are worth one more thread.
constexpr std::int64_t bytes_per_thread = 96 * 1024;

/// The memory of the parts of one softmax, for AttentionPart and AttentionJoin.
struct Parts {
    Parts(AlignedBuffer& buffer, std::int64_t n_parts, std::int64_t rows) : rows_(rows) {
        buffer.reserve(static_cast<std::size_t>(n_parts * rows * (head_width + 2)) * sizeof(float));
        sums = buffer.floats();
        maxima = sums + n_parts * rows * head_width;
        totals = maxima + n_parts * rows;
    }
    float* sums;
    float* maxima;
    float* totals;
    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }

private:
    std::int64_t rows_;
};

struct CacheAttention {
    const KernelTable& kernels;
    Workspace& workspace;
    TensorView q, k, v;
    std::int64_t n_heads, n_past;
    TensorView output, scores;

    [[nodiscard]] AttentionPart part_of(std::int64_t first_row, std::int64_t rows) const {
        return {.queries = q.row(first_row),
                .query_stride = q.stride,
                .rows = rows,
                .first_row = first_row,
                .keys = k.data,
                .key_stride = k.stride,
                .values = v.data,
                .value_stride = v.stride,
                .n_heads = n_heads,
                .n_past = n_past,
                .first_key = 0,
                .end_key = k.rows,
                .kept_scores = scores.data,
                .kept_stride = scores.stride,
                .n_new = q.rows};
    }

    void run_part(AttentionPart part, const Parts& parts, std::int64_t index, ThreadScratch& scratch) const {
        part.score_stride = round_up(part.end_key - part.first_key, 16);
        const std::int64_t rows = n_heads * part.rows;
        scratch.rows.reserve(static_cast<std::size_t>(rows * part.score_stride) * sizeof(float));
        part.scores = scratch.rows.floats();
        part.sums = parts.sums + index * parts.rows() * head_width;
        part.maxima = parts.maxima + index * parts.rows();
        part.totals = parts.totals + index * parts.rows();
        kernels.attention_part(part);
    }

    void join(const Parts& parts, std::int64_t first_part, std::int64_t n_parts, std::int64_t first_row, std::int64_t rows) const {
        kernels.join_attention({.sums = parts.sums + first_part * parts.rows() * head_width,
                                .maxima = parts.maxima + first_part * parts.rows(),
                                .totals = parts.totals + first_part * parts.rows(),
                                .n_parts = n_parts,
                                .sums_stride = parts.rows() * head_width,
                                .row_stride = parts.rows(),
                                .rows = rows,
                                .n_heads = n_heads,
                                .output = output.row(first_row),
                                .output_stride = output.stride});
    }

    /// Few rows: the threads share the keys, so that each key is read once by one of them.
    void share_keys() const {
        const std::int64_t bytes = 2 * k.rows * k.cols * static_cast<std::int64_t>(sizeof(float));
        const std::int64_t n_parts = std::clamp<std::int64_t>(bytes / bytes_per_thread, 1, workspace.pool.threads());
        const Parts parts(workspace.shared, n_parts, n_heads * q.rows);
        const std::int64_t keys = round_up((k.rows + n_parts - 1) / n_parts, 16);
        const std::int64_t used = (k.rows + keys - 1) / keys;
        workspace.pool.for_each(used, [&](std::int64_t index, int slot) {
            AttentionPart part = part_of(0, q.rows);
            part.first_key = index * keys;
            part.end_key = std::min(k.rows, part.first_key + keys);
            run_part(part, parts, index, workspace.scratch[slot]);
        });
        join(parts, 0, used, 0, q.rows);
    }

    /// Many rows (a prompt): the threads share the rows.
    void share_rows() const {
        const std::int64_t tasks = (q.rows + rows_together - 1) / rows_together;
        const Parts parts(workspace.shared, workspace.pool.threads(), n_heads * rows_together);
        workspace.pool.for_each(tasks, [&](std::int64_t task, int slot) {
            const std::int64_t first = task * rows_together;
            AttentionPart part = part_of(first, std::min(rows_together, q.rows - first));
            if (n_past >= 0) part.end_key = std::min(k.rows, n_past + first + part.rows);
            run_part(part, parts, slot, workspace.scratch[slot]);
            join(parts, slot, 1, first, part.rows);
        });
    }
};

}  // namespace

void attend_to_window(const KernelTable& kernels, Workspace& workspace, TensorView q, TensorView k, TensorView v, int n_heads,
                      TensorView output) {
    const std::int64_t key_elements = round_up(k.rows, kernels.panel_width) * head_width;
    const std::int64_t head_elements = key_elements + round_up(k.rows * head_width, 16);
    workspace.shared.reserve(static_cast<std::size_t>(n_heads * head_elements) * sizeof(float));
    float* packed = workspace.shared.floats();
    const std::int64_t panels = (k.rows + kernels.panel_width - 1) / kernels.panel_width;
    const std::int64_t packers = std::min<std::int64_t>(panels, 4 * workspace.pool.threads());
    workspace.pool.for_each(packers, [&](std::int64_t task, int) {
        kernels.pack_attention({.keys = k.data,
                                .key_stride = k.stride,
                                .values = v.data,
                                .value_stride = v.stride,
                                .n_heads = n_heads,
                                .n_kv = k.rows,
                                .first_panel = panels * task / packers,
                                .end_panel = panels * (task + 1) / packers,
                                .packed_keys = packed,
                                .packed_values = packed + key_elements,
                                .head_stride = head_elements});
    });
    const std::int64_t rows_per_part = 4 * kernels.tile_rows * 4;
    const std::int64_t parts = (q.rows + rows_per_part - 1) / rows_per_part;
    workspace.pool.for_each(n_heads * parts, [&](std::int64_t task, int) {
        const std::int64_t head = task / parts;  // neighbouring tasks share a head: its keys stay in the cache
        const std::int64_t first = task % parts * rows_per_part;
        kernels.attention_rows({.queries = q.row(first) + head * head_width,
                                .query_stride = q.stride,
                                .rows = std::min(rows_per_part, q.rows - first),
                                .n_kv = k.rows,
                                .packed_keys = packed + head * head_elements,
                                .packed_values = packed + head * head_elements + key_elements,
                                .output = output.row(first) + head * head_width,
                                .output_stride = output.stride});
    });
}

void attend_to_cache(const KernelTable& kernels, Workspace& workspace, TensorView q, TensorView k, TensorView v, int n_heads,
                     std::int64_t n_past, TensorView output, TensorView scores) {
    if (n_past < 0 && scores.data == nullptr && q.rows >= window_rows)
        return attend_to_window(kernels, workspace, q, k, v, n_heads, output);
    const CacheAttention attention{kernels, workspace, q, k, v, n_heads, n_past, output, scores};
    if (q.rows <= rows_together)
        attention.share_keys();
    else
        attention.share_rows();
}

}  // namespace tilescribe
