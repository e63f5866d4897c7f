// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/attention_design.h"

#include "kernels/npu/array/device_table.h"
#include "kernels/npu/designs/overlay.h"
#include "kernels/npu/designs/shim_tasks.h"
#include "kernels/npu/designs/step_list.h"

#include <bit>
#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

constexpr std::uint32_t head_width = 64;
constexpr std::uint32_t head_words = head_width / 2;  ///< of a row of one head
constexpr std::uint32_t row_bytes = 2 * head_width;
constexpr std::uint32_t stats_bytes = 48;            ///< of a query
constexpr float query_scale = 0.18033688011112042F;  ///< 64^-0.5 * log2(e)
constexpr std::uint32_t step_list_bytes = 2048;

/// Queries of a core at a time, and keys of a step.
struct AttentionTiles {
    std::uint32_t queries = 0;
    std::uint32_t keys = 0;
};

/// The weights end up where scores began: these lie so many bytes behind (kernel_table.h).
std::uint32_t scores_offset(AttentionTiles tiles) {
    return 16 * tiles.keys;
}

std::uint32_t core_bytes(AttentionTiles tiles) {
    const auto [m, n] = tiles;
    return m * row_bytes + m * n * 4 + scores_offset(tiles) + stats_bytes * m + 2 * m * row_bytes + 4 * n * row_bytes +
           m * row_bytes;
}

AttentionTiles choose(const AttentionProblem& problem) {
    const DeviceParameters& device = device_parameters(problem.generation);
    const std::int64_t per_core = problem.q_rows / array_cores(problem.generation);
    AttentionTiles best;
    for (std::uint32_t m = 16; m <= 128; m += 16)
        for (std::uint32_t n = 16; n <= m; n += 16)
            if (per_core % m == 0 && m % n == 0 && problem.kv_rows % n == 0 &&
                core_bytes({m, n}) + device.core_stack + step_list_bytes <= device.core_memory && m * n > best.queries * best.keys)
                best = {m, n};
    return best;
}

void check(const AttentionProblem& problem) {
    const std::int64_t width = problem.n_heads * head_width;
    const auto is_stride = [width](std::int64_t stride) { return stride >= width && stride % 8 == 0; };
    if (problem.q_rows <= 0 || problem.q_rows % (16 * array_cores(problem.generation)) != 0 || problem.kv_rows <= 0 ||
        problem.kv_rows % 16 != 0 || problem.kv_valid <= 0 || problem.kv_valid > problem.kv_rows || problem.n_heads <= 0)
        throw std::invalid_argument("attention: rows are not padded as they must be");
    if (!is_stride(problem.q_stride) || !is_stride(problem.k_stride) || !is_stride(problem.v_stride) ||
        !is_stride(problem.y_stride))
        throw std::invalid_argument("attention: a row stride is narrower than the heads, or odd");
    for (const std::int64_t offset : {problem.q_offset, problem.k_offset, problem.v_offset})
        if (offset < 0 || offset % 2 != 0) throw std::invalid_argument("attention: an operand begins in the middle of a word");
}

class AttentionDesigner {
public:
    explicit AttentionDesigner(const AttentionProblem& problem)
        : problem_(problem),
          overlay_(problem.generation),
          tiles_(choose(problem)),
          t_(problem.generation == ArrayGeneration::npu1 ? 4 : 8),
          passes_(static_cast<std::uint32_t>(problem.q_rows) / (array_cores(problem.generation) * tiles_.queries)),
          heads_(static_cast<std::uint32_t>(problem.n_heads)),
          key_tiles_((static_cast<std::uint32_t>(problem.kv_valid) + tiles_.keys - 1) / tiles_.keys) {}

    ArrayProgram build() {
        ArrayProgram program = overlay_program(problem_.generation, key_channel(), value_channel(), output_channel());
        program.name = "attention " + std::to_string(problem_.q_rows) + "x" + std::to_string(problem_.kv_valid) + " " +
                       std::to_string(heads_) + " heads";
        program.macs = 2 * problem_.q_rows * problem_.kv_valid * problem_.n_heads * std::int64_t{head_width};
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column)
            for (std::uint32_t row = 0; row < array_rows; ++row) add_core(program, column, row);
        const auto bytes = [&](std::int64_t rows, std::int64_t stride, std::int64_t offset) {
            return static_cast<std::uint32_t>(2 * (offset + (rows - 1) * stride + problem_.n_heads * head_width));
        };
        const std::int64_t key_rows = std::int64_t{key_tiles_} * tiles_.keys;
        program.argument_bytes = {
            bytes(problem_.q_rows, problem_.q_stride, problem_.q_offset), bytes(key_rows, problem_.k_stride, problem_.k_offset),
            bytes(key_rows, problem_.v_stride, problem_.v_offset), bytes(problem_.q_rows, problem_.y_stride, 0)};
        for (std::uint32_t row = 0; row < array_rows; ++row) add_key_tasks(row);
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column) {
            add_output_task(column);
            add_value_tasks(column);
        }
        program.transfers = tasks_.in_order();
        return program;
    }

private:
    /// Keys come in blocks of 4 x 8; queries in blocks of t x 8, which the core turns: so they come with the keys on npu1, and on
    /// npu4 with the values, in blocks of 8 x 8 (a column has four cores, a row eight).
    [[nodiscard]] bool queries_with_keys() const { return problem_.generation == ArrayGeneration::npu1; }

    [[nodiscard]] Channel object_channel() const {
        Channel channel;
        channel.core_bytes = channel.tile_bytes = tiles_.keys * row_bytes;
        return channel;
    }
    [[nodiscard]] Channel key_channel() const {
        Channel a = object_channel();
        a.from_tile.dimensions = {{tiles_.keys / 4, 4 * head_words}, {head_words / 4, 4}, {4, head_words}, {4, 1}};
        return a;
    }
    [[nodiscard]] Channel value_channel() const {
        Channel b = object_channel();
        b.from_tile.dimensions = {{tiles_.keys / 8, 8 * head_words}, {head_width / t_, t_ / 2}, {8, head_words}, {t_ / 2, 1}};
        return b;
    }
    [[nodiscard]] Channel output_channel() const {
        Channel y;
        y.core_bytes = tiles_.queries * row_bytes;
        y.core_depth = 1;
        y.from_tile.dimensions = {{tiles_.queries, 4 * head_words}, {4, t_ / 2}, {head_width / t_, 2 * t_}, {t_ / 2, 1}};
        return y;
    }

    void add_core(ArrayProgram& program, std::uint32_t column, std::uint32_t row) const {
        StepList steps(program, {static_cast<std::uint8_t>(column), static_cast<std::uint8_t>(2 + row)});
        const auto [m, n] = tiles_;
        const std::uint16_t y = overlay_.y(column, row);
        const StepList::Buffer queries = steps.local(m * row_bytes);
        const StepList::Buffer weights = steps.local(scores_offset(tiles_) + m * n * 4);
        const StepList::Buffer scores = StepList::at(weights, scores_offset(tiles_));
        const StepList::Buffer sums = steps.local(m * 2 * row_bytes);
        const StepList::Buffer stats = steps.local(stats_bytes * m);
        steps.loop(passes_ * heads_);
        take_queries(steps, column, row, queries);
        steps.call("attention_begin", {stats, sums}, {int(m), int(t_)});
        const auto key_tile = [&](std::uint32_t valid) {
            const std::uint16_t a = overlay_.a(row);
            const std::uint16_t b = overlay_.b(column);
            const int keys = int(valid + 15) / 16 * 16;  // what is all padding is left out
            steps.acquire(a);
            steps.call("attention_scores", {StepList::object(a), queries, scores}, {int(m), keys, int(t_), int(valid)});
            steps.release(a);
            steps.call("attention_softmax", {scores, stats, sums, weights}, {int(m), keys, int(t_), int(valid)});
            steps.acquire(b);
            steps.call("gemm_bf16", {weights, StepList::object(b), sums}, {int(m), keys, int(head_width), int(t_)});
            steps.release(b);
        };
        if (key_tiles_ > 1) {
            steps.loop(key_tiles_ - 1);
            key_tile(n);
            steps.end();
        }
        key_tile(static_cast<std::uint32_t>(problem_.kv_valid) - (key_tiles_ - 1) * n);
        steps.acquire(y);
        steps.call("attention_end", {sums, stats, StepList::object(y)}, {int(m), int(t_)});
        steps.release(y);
        steps.end();
        steps.finish();
    }

    void take_queries(StepList& steps, std::uint32_t column, std::uint32_t row, StepList::Buffer queries) const {
        const std::uint16_t fifo = queries_with_keys() ? overlay_.a(row) : overlay_.b(column);
        const std::uint32_t place = queries_with_keys() ? column : row;
        const std::uint32_t sharers = queries_with_keys() ? overlay_.columns() : array_rows;
        const std::uint32_t objects = tiles_.queries / tiles_.keys;
        steps.pass(fifo, place * objects);
        for (std::uint32_t object = 0; object < objects; ++object) {
            steps.acquire(fifo);
            const StepList::Buffer part = StepList::at(queries, object * tiles_.keys * row_bytes);
            steps.call("attention_queries", {StepList::object(fifo), part},
                       {int(tiles_.keys), int(t_), std::bit_cast<std::int32_t>(query_scale)});
            steps.release(fifo);
        }
        steps.pass(fifo, (sharers - 1 - place) * objects);
    }

    /// The first query of a core in a pass.
    [[nodiscard]] std::int64_t first_query(std::uint32_t pass, std::uint32_t column, std::uint32_t row) const {
        return ((std::int64_t{pass} * overlay_.columns() + column) * array_rows + row) * tiles_.queries;
    }

    [[nodiscard]] Walk keys(std::uint16_t argument, std::int64_t stride, std::int64_t offset) const {
        return {
            .argument = argument,
            .offset = offset / 2,
            .loops = {{heads_, head_words}, {key_tiles_ * tiles_.keys, static_cast<std::uint32_t>(stride / 2)}, {head_words, 1}},
            .repeat = passes_,
            .moments = heads_};
    }
    [[nodiscard]] Walk keys_of_head(std::uint16_t argument, std::int64_t stride, std::int64_t offset, std::uint32_t head) const {
        Walk walk = keys(argument, stride, offset);
        walk.offset += std::int64_t{head} * head_words;
        walk.loops.erase(walk.loops.begin());
        walk.repeat = 1;
        return walk;
    }

    /// Round after round (pass, head): queries for everybody on this FIFO, then the round's keys or values.
    template <typename Queries>
    void add_rounds(std::uint16_t fifo, std::uint16_t argument, std::int64_t stride, std::int64_t offset, Queries queries) {
        for (std::uint32_t pass = 0; pass < passes_; ++pass)
            for (std::uint32_t head = 0; head < heads_; ++head) {
                const std::int64_t moment = std::int64_t{pass} * heads_ + head;
                Walk walk = queries(pass);
                walk.offset = (problem_.q_offset + walk.offset * problem_.q_stride) / 2 + head * head_words;
                tasks_.add(moment, fifo, walk);
                tasks_.add(moment, fifo, keys_of_head(argument, stride, offset, head));
            }
    }

    [[nodiscard]] std::uint32_t query_words() const { return static_cast<std::uint32_t>(problem_.q_stride / 2); }

    void add_key_tasks(std::uint32_t row) {
        if (!queries_with_keys()) {
            tasks_.add(0, overlay_.a_in(row), keys(1, problem_.k_stride, problem_.k_offset));
            return;
        }
        add_rounds(overlay_.a_in(row), 1, problem_.k_stride, problem_.k_offset, [&](std::uint32_t pass) {
            return Walk{.argument = 0,
                        .offset = first_query(pass, 0, row),
                        .loops = {{overlay_.columns(), array_rows * tiles_.queries * query_words()},
                                  {tiles_.queries, query_words()},
                                  {head_words, 1}}};
        });
    }

    void add_value_tasks(std::uint32_t column) {
        if (queries_with_keys()) {
            tasks_.add(0, overlay_.b_in(column), keys(2, problem_.v_stride, problem_.v_offset));
            return;
        }
        add_rounds(overlay_.b_in(column), 2, problem_.v_stride, problem_.v_offset, [&](std::uint32_t pass) {
            return Walk{.argument = 0,
                        .offset = first_query(pass, column, 0),
                        .loops = {{array_rows * tiles_.queries, query_words()}, {head_words, 1}}};
        });
    }

    void add_output_task(std::uint32_t column) {
        const auto row_words = static_cast<std::uint32_t>(problem_.y_stride / 2);
        tasks_.add(0, overlay_.y_out(column),
                   {.argument = 3,
                    .offset = first_query(0, column, 0) * row_words,
                    .loops = {{passes_, array_cores(problem_.generation) * tiles_.queries * row_words},
                              {heads_, head_words},
                              {array_rows * tiles_.queries, row_words},
                              {head_words, 1}},
                    .moments = std::int64_t{passes_} * heads_});
    }

    AttentionProblem problem_;
    Overlay overlay_;
    AttentionTiles tiles_;
    std::uint32_t t_, passes_, heads_, key_tiles_;
    ShimTasks tasks_;
};

}  // namespace

ArrayProgram design_attention(const AttentionProblem& problem) {
    check(problem);
    return AttentionDesigner(problem).build();
}

}  // namespace tilescribe::npu
