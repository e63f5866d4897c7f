// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/gemm_design.h"

#include "kernels/npu/designs/gemm_layout.h"
#include "kernels/npu/designs/overlay.h"
#include "kernels/npu/designs/padding.h"
#include "kernels/npu/designs/shim_tasks.h"
#include "kernels/npu/designs/step_list.h"

#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

using Keep = GemmTiles::Keep;

constexpr std::uint16_t a_argument = 0;
constexpr std::uint16_t weight_argument = 1;
constexpr std::uint16_t y_argument = 2;
constexpr std::uint16_t residual_argument = 3;

std::string_view gemm_kernel(GemmType type) {
    return type == GemmType::bf16 ? "gemm_bf16" : type == GemmType::int8 ? "gemm_int8" : "gemm_bfp16";
}

std::string finish_kernel(const GemmLayout& layout) {
    return std::string(layout.is_int8 ? "finish_int8_bias" : "finish_bias") + (layout.has_gelu ? "_gelu" : "") +
           (layout.has_residual ? "_residual" : "");
}

class GemmDesigner {
public:
    GemmDesigner(const GemmProblem& problem, const GemmTiles& tiles)
        : problem_(problem),
          layout_(problem, tiles),
          overlay_(problem.generation),
          m_(static_cast<std::uint32_t>(tiles.m)),
          k_(static_cast<std::uint32_t>(tiles.k)),
          n_(static_cast<std::uint32_t>(tiles.n)),
          chunk_(static_cast<std::uint32_t>(tiles.chunk)) {}

    ArrayProgram build() {
        ArrayProgram program = overlay_program(problem_.generation, a_channel(), b_channel(), y_channel());
        program.name = std::string(gemm_kernel(problem_.type)) + " " + std::to_string(problem_.rows) + "x" +
                       std::to_string(problem_.k) + "x" + std::to_string(problem_.n) + " " + finish_kernel(layout_);
        program.macs = problem_.rows * problem_.k * problem_.n;
        program.uses_int8_peak = problem_.type != GemmType::bf16;
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column)
            for (std::uint32_t row = 0; row < array_rows; ++row) add_core(program, column, row);
        add_arguments(program);
        // The controller issues one after the other: what the cores wait for comes first.
        for (std::uint32_t row = 0; row < array_rows; ++row) add_a_tasks(row);
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column) add_b_tasks(column);
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column) add_y_task(column);
        program.transfers = tasks_.in_order();
        return program;
    }

private:
    /// A row-major panel (or slab) of m rows becomes tiles of [m / r][k / 8][r][8]: the memory tile sends columns of blocks, the
    /// core's DMA puts them in their places.
    [[nodiscard]] Channel a_channel() const {
        const std::uint32_t groups = layout_.a_slab_steps * (k_ / 8);  // along k
        const std::uint32_t words = layout_.a_group_words;
        const std::uint32_t row_words = groups * words;
        Channel a;
        a.core_bytes = layout_.a_tile_bytes;
        a.core_depth = layout_.tiles.a_depth;
        a.tile_bytes = layout_.a_slab_steps * layout_.a_tile_bytes;
        a.tile_depth = layout_.a_slab_depth;
        const std::uint32_t block_rows = m_ / layout_.r;
        const std::uint32_t block_words = problem_.type == GemmType::bfp16 ? words : layout_.r * words;
        if (problem_.type == GemmType::bfp16)
            a.from_tile.dimensions = {{groups, words}, {block_rows, row_words}, {words, 1}};
        else
            a.from_tile.dimensions = {{groups, words}, {block_rows, layout_.r * row_words}, {layout_.r, row_words}, {words, 1}};
        a.into_core.dimensions = {{k_ / 8, block_words}, {block_rows, k_ / 8 * block_words}, {block_words, 1}};
        a.repeat = layout_.tiles.keep == Keep::rows_of_a ? layout_.column_blocks : 1;
        return a;
    }

    [[nodiscard]] Channel b_channel() const {
        Channel b;
        b.core_bytes = layout_.b_object_bytes;
        b.core_depth = layout_.tiles.b_depth;
        b.tile_bytes = layout_.b_panel_steps * layout_.b_object_bytes;
        if (layout_.has_residual)
            b.from_tile.dimensions = {{layout_.residual_rows / layout_.r, layout_.r * n_ / 2},
                                      {n_ / layout_.t, layout_.t / 2},
                                      {layout_.r, n_ / 2},
                                      {layout_.t / 2, 1}};
        else if (layout_.b_panel_steps > 1)
            b.from_tile.dimensions = {{b.tile_bytes / 4, 1}};
        b.repeat = layout_.tiles.keep == Keep::columns_of_b ? layout_.row_blocks : 1;
        return b;
    }

    /// Four cores' blocks of [chunk / r][n / t][r][t] leave row-major.
    [[nodiscard]] Channel y_channel() const {
        Channel y;
        y.core_bytes = layout_.y_chunk_bytes;
        y.core_depth = layout_.tiles.y_depth;
        y.from_tile.dimensions = {{array_rows * chunk_ / layout_.r, layout_.r * n_ / 2},
                                  {layout_.r, layout_.t / 2},
                                  {n_ / layout_.t, layout_.r * layout_.t / 2},
                                  {layout_.t / 2, 1}};
        return y;
    }

    void add_core(ArrayProgram& program, std::uint32_t column, std::uint32_t row) const {
        StepList steps(program, {static_cast<std::uint8_t>(column), static_cast<std::uint8_t>(2 + row)});
        const std::uint16_t a = overlay_.a(row);
        const std::uint16_t b = overlay_.b(column);
        const StepList::Buffer sums = steps.local(4 * m_ * n_);
        StepList::Buffer tail = StepList::object(b, layout_.b_tail_offset);
        if (layout_.has_residual) tail = steps.local(layout_.tail_bytes(n_));
        steps.loop(layout_.tiles_per_core());
        multiply(steps, a, b, sums, true);
        if (layout_.k_steps > 2) {
            steps.loop(layout_.k_steps - 2);
            steps.release(b);
            multiply(steps, a, b, sums, false);
            steps.end();
        }
        if (layout_.k_steps > 1) {
            steps.release(b);
            multiply(steps, a, b, sums, false);
        }
        if (layout_.has_residual) {
            const auto words = static_cast<std::int32_t>(layout_.tail_bytes(n_) / 4);
            steps.call("copy_runs", {StepList::object(b, layout_.b_tail_offset), tail}, {1, words, words, words});
            steps.release(b);
        }
        if (layout_.is_int8) steps.acquire(a);
        for (std::uint32_t chunk = 0; chunk < layout_.chunks; ++chunk) finish_chunk(steps, column, row, chunk, sums, tail);
        if (layout_.is_int8) steps.release(a);
        if (!layout_.has_residual) steps.release(b);
        steps.end();
        steps.finish();
    }

    void multiply(StepList& steps, std::uint16_t a, std::uint16_t b, StepList::Buffer sums, bool is_first) const {
        std::vector<std::int32_t> parameters{int(m_), int(k_), int(n_)};
        if (layout_.is_int8) parameters.push_back(int(layout_.r));
        if (problem_.type != GemmType::bfp16) parameters.push_back(int(layout_.t));
        steps.acquire(a);
        steps.acquire(b);
        steps.call(std::string(gemm_kernel(problem_.type)) + (is_first ? "_first" : ""),
                   {StepList::object(a), StepList::object(b), sums}, parameters);
        steps.release(a);
    }

    void finish_chunk(StepList& steps, std::uint32_t column, std::uint32_t row, std::uint32_t chunk, StepList::Buffer sums,
                      StepList::Buffer tail) const {
        const std::uint16_t b = overlay_.b(column);
        const std::uint16_t y = overlay_.y(column, row);
        if (layout_.has_residual) {
            steps.pass(b, row);
            steps.acquire(b);
        }
        steps.acquire(y);
        std::vector<StepList::Buffer> buffers{StepList::at(sums, chunk * chunk_ * n_ * 4)};
        if (layout_.is_int8) {
            buffers.push_back(StepList::object(overlay_.a(row), chunk * chunk_ * 4));
            buffers.push_back(tail);
        }
        buffers.push_back(StepList::at(tail, layout_.b_scale_bytes));
        if (layout_.has_residual) buffers.push_back(StepList::object(b));
        buffers.push_back(StepList::object(y));
        steps.call(finish_kernel(layout_), buffers, {int(chunk_), int(n_), int(layout_.r), int(layout_.t)});
        steps.release(y);
        if (layout_.has_residual) {
            steps.release(b);
            steps.pass(b, array_rows - 1 - row);
        }
    }

    void add_arguments(ArrayProgram& program) const {
        const auto bytes = [](std::int64_t elements) { return static_cast<std::uint32_t>(2 * elements); };
        const std::int64_t y_end = (problem_.rows - 1) * problem_.y_stride + problem_.n;
        const std::int64_t a_words =
            (problem_.rows / layout_.a_group_rows - 1) * a_row_words() + problem_.k / 8 * layout_.a_group_words;
        program.argument_bytes = {static_cast<std::uint32_t>(4 * a_words), static_cast<std::uint32_t>(layout_.weight_bytes()),
                                  bytes(problem_.y_offset + y_end)};
        if (layout_.has_residual)
            program.argument_bytes.push_back(
                bytes(problem_.r_offset + y_end + (layout_.residual_rows - chunk_) * problem_.y_stride));
        if (layout_.is_int8)
            program.argument_bytes.push_back(
                static_cast<std::uint32_t>(4 * row_scale_elements(problem_.generation, problem_.rows)));
    }

    /// From one row of A (of eight for bfp16) to the next.
    [[nodiscard]] std::int64_t a_row_words() const { return problem_.a_stride / 8 * layout_.a_group_words; }

    [[nodiscard]] bool rows_first() const { return layout_.tiles.keep == Keep::rows_of_a; }

    /// The number in a core's series of tiles at which a block is made.
    [[nodiscard]] std::int64_t moment(std::uint32_t row_block, std::uint32_t column_block) const {
        return rows_first() ? row_block * layout_.column_blocks + column_block : column_block * layout_.row_blocks + row_block;
    }

    /// Rows of core row `row`: its chunk of every 4 * chunk rows, so that what four cores finish together are neighbouring rows.
    void add_a_tasks(std::uint32_t row) {
        const auto chunk_rows = chunk_ / layout_.a_group_rows;
        const auto row_words = static_cast<std::uint32_t>(a_row_words());
        const std::uint32_t slab_words = layout_.a_slab_steps * (k_ / 8) * layout_.a_group_words;
        const std::uint32_t blocks = layout_.row_blocks * layout_.chunks;
        Walk walk{.argument = a_argument, .offset = std::int64_t{row} * chunk_rows * row_words, .loops = {}, .repeat = 1};
        const auto chunk_loops = [&](std::uint32_t chunks) {
            return std::vector<AccessPattern::Dimension>{
                {chunks, array_rows * chunk_rows * row_words}, {chunk_rows, row_words}, {slab_words, 1}};
        };
        if (layout_.a_slabs == 1 && !layout_.is_int8) {
            walk.loops = chunk_loops(blocks);
            walk.repeat = rows_first() ? 1 : layout_.column_blocks;
            walk.moments = layout_.tiles_per_core() / walk.repeat;
            tasks_.add(0, overlay_.a_in(row), walk);
            return;
        }
        for (std::uint32_t column_block = 0; column_block < layout_.column_blocks; ++column_block)
            for (std::uint32_t row_block = 0; row_block < layout_.row_blocks; ++row_block) {
                Walk block = walk;
                block.offset += std::int64_t{row_block} * layout_.chunks * array_rows * chunk_rows * row_words;
                block.loops = chunk_loops(layout_.chunks);
                block.loops.insert(block.loops.begin(), {layout_.a_slabs, slab_words});
                tasks_.add(moment(row_block, column_block), overlay_.a_in(row), block);
                if (layout_.is_int8) add_scale_task(row, row_block, column_block);
            }
    }

    /// The scales of a tile's m rows as an object of A, read in the order that A's patterns turn into m neighbouring numbers.
    void add_scale_task(std::uint32_t row, std::uint32_t row_block, std::uint32_t column_block) {
        const auto argument = static_cast<std::uint16_t>(layout_.has_residual ? 4 : 3);
        const std::int64_t rows_per_column = problem_.rows / overlay_.columns();
        const std::int64_t first_row = std::int64_t{row_block * array_rows + row} * m_;
        tasks_.add(moment(row_block, column_block), overlay_.a_in(row),
                   {.argument = argument,
                    .offset = first_row + first_row / rows_per_column * row_scale_slack,
                    .loops = {{layout_.r, 2}, {k_ / 8, 2 * layout_.r}, {2, 1}},
                    .repeat = m_ / layout_.r});
    }

    void add_b_tasks(std::uint32_t column) {
        const std::uint32_t panel_words = layout_.k_steps * layout_.b_object_bytes / 4;
        const std::int64_t first = std::int64_t{column} * layout_.column_blocks * panel_words;
        const std::uint16_t fifo = overlay_.b_in(column);
        const auto panels = [&](std::uint32_t column_block, std::uint32_t count, std::uint32_t repeat) {
            return Walk{.argument = weight_argument,
                        .offset = first + std::int64_t{column_block} * panel_words,
                        .loops = {{count * panel_words, 1}},
                        .repeat = repeat,
                        .moments = count};
        };
        if (layout_.has_residual) {
            for (std::uint32_t row_block = 0; row_block < layout_.row_blocks; ++row_block)
                for (std::uint32_t column_block = 0; column_block < layout_.column_blocks; ++column_block) {
                    tasks_.add(moment(row_block, column_block), fifo, panels(column_block, 1, 1));
                    tasks_.add(moment(row_block, column_block), fifo, residual(column, row_block, column_block));
                }
        } else if (layout_.tiles.keep == Keep::columns_of_b) {
            tasks_.add(0, fifo, panels(0, layout_.column_blocks, 1));
        } else if (rows_first()) {
            tasks_.add(0, fifo, panels(0, layout_.column_blocks, layout_.row_blocks));
        } else {
            for (std::uint32_t column_block = 0; column_block < layout_.column_blocks; ++column_block)
                tasks_.add(moment(0, column_block), fifo, panels(column_block, 1, layout_.row_blocks));
        }
    }

    [[nodiscard]] std::int64_t first_column(std::uint32_t column, std::uint32_t column_block) const {
        return (std::int64_t{column} * layout_.column_blocks + column_block) * n_;
    }

    /// All chunks of a tile's four cores; an object has some rows too many behind the chunk's.
    [[nodiscard]] Walk residual(std::uint32_t column, std::uint32_t row_block, std::uint32_t column_block) const {
        const auto row_words = static_cast<std::uint32_t>(problem_.y_stride / 2);
        const std::int64_t first_row = std::int64_t{row_block} * array_rows * m_;
        return {.argument = residual_argument,
                .offset = (problem_.r_offset + first_row * problem_.y_stride + first_column(column, column_block)) / 2,
                .loops = {{layout_.chunks * array_rows, chunk_ * row_words}, {layout_.residual_rows, row_words}, {n_ / 2, 1}},
                .repeat = 1};
    }

    void add_y_task(std::uint32_t column) {
        const auto row_words = static_cast<std::uint32_t>(problem_.y_stride / 2);
        const AccessPattern::Dimension row_blocks{layout_.row_blocks, array_rows * m_ * row_words};
        const AccessPattern::Dimension column_blocks{layout_.column_blocks, n_ / 2};
        Walk walk{.argument = y_argument, .offset = (problem_.y_offset + first_column(column, 0)) / 2, .loops = {}};
        walk.loops = rows_first() ? std::vector{row_blocks, column_blocks} : std::vector{column_blocks, row_blocks};
        walk.moments = layout_.tiles_per_core();
        walk.loops.push_back({array_rows * m_, row_words});
        walk.loops.push_back({n_ / 2, 1});
        tasks_.add(0, overlay_.y_out(column), walk);
    }

    GemmProblem problem_;
    GemmLayout layout_;
    Overlay overlay_;
    std::uint32_t m_, k_, n_, chunk_;
    ShimTasks tasks_;
};

}  // namespace

ArrayProgram design_gemm(const GemmProblem& problem, const GemmTiles& tiles) {
    if (const std::string fault = tiles_fault(problem, tiles); !fault.empty()) throw std::invalid_argument(fault);
    return GemmDesigner(problem, tiles).build();
}

}  // namespace tilescribe::npu
