// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/row_designs.h"

#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/designs/overlay.h"
#include "kernels/npu/designs/padding.h"
#include "kernels/npu/designs/row_layout.h"
#include "kernels/npu/designs/shim_tasks.h"
#include "kernels/npu/designs/step_list.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

using Loops = std::vector<AccessPattern::Dimension>;

/// A core's row scales lie 64 bytes apart, one group for each step: kernels want their buffers aligned.
constexpr std::uint32_t scale_slot_words = 16;
/// Steps of int8 rows: as large as they may be, for the scales of all steps fit into one object of rows. Two rows of large models'
/// hidden layers have 20 KB.
constexpr RowLimits int8_limits{.unit = 2, .most = scale_slot_words, .object_bytes = 10 * 1024, .unit_bytes = 20 * 1024};

/// What the row programs have in common: X comes down the columns, four objects a step, one for each core.
class RowDesigner {
public:
    explicit RowDesigner(const RowProblem& problem, const RowLimits& limits = {})
        : overlay(problem.generation), split(split_rows(problem, limits)), problem_(problem) {}

    [[nodiscard]] std::int32_t rows() const { return static_cast<std::int32_t>(split.rows); }
    [[nodiscard]] std::int32_t width() const { return static_cast<std::int32_t>(problem_.width); }
    [[nodiscard]] std::uint32_t object_bytes() const { return split.rows * static_cast<std::uint32_t>(problem_.width) * 2; }
    [[nodiscard]] std::uint32_t stride_words() const { return static_cast<std::uint32_t>(problem_.stride / 2); }
    [[nodiscard]] std::uint32_t width_words() const { return static_cast<std::uint32_t>(problem_.width / 2); }
    [[nodiscard]] std::uint32_t argument_bytes() const {
        return static_cast<std::uint32_t>(2 * ((problem_.rows - 1) * problem_.stride + problem_.width));
    }
    [[nodiscard]] std::uint32_t int8_bytes() const { return static_cast<std::uint32_t>(problem_.rows * problem_.width); }
    [[nodiscard]] std::uint32_t scale_bytes() const {
        return static_cast<std::uint32_t>(4 * row_scale_elements(problem_.generation, problem_.rows));
    }

    [[nodiscard]] ArrayProgram start(const std::string& name, const Channel& a, const Channel& b, const Channel& y) const {
        ArrayProgram program = overlay_program(problem_.generation, a, b, y);
        program.name = name + " " + std::to_string(problem_.rows) + "x" + std::to_string(problem_.width);
        return program;
    }

    /// A core passes three objects by between two of its own: with fewer buffers than that the cores would work by turns.
    [[nodiscard]] Channel input() const {
        constexpr std::uint32_t room = 24 * 1024;
        constexpr std::uint32_t enough = 6;
        return linear(object_bytes(), std::clamp(room / object_bytes(), 2U, enough));
    }
    [[nodiscard]] static Channel linear(std::uint32_t bytes, std::uint32_t core_depth) {
        Channel channel;
        channel.core_bytes = channel.tile_bytes = bytes;
        channel.core_depth = core_depth;
        return channel;
    }

    /// Every core's list: before, then per step the core's own object of X with `body` in between, then after.
    template <typename Before, typename Body, typename After>
    void add_cores(ArrayProgram& program, bool unrolled, Before before, Body body, After after) const {
        for (std::uint32_t column = 0; column < overlay.columns(); ++column)
            for (std::uint32_t row = 0; row < array_rows; ++row) {
                StepList steps(program, {static_cast<std::uint8_t>(column), static_cast<std::uint8_t>(2 + row)});
                before(steps, column, row);
                if (!unrolled) steps.loop(split.steps);
                for (std::uint32_t step = 0; step < (unrolled ? split.steps : 1); ++step) {
                    steps.pass(overlay.b(column), row);
                    steps.acquire(overlay.b(column));
                    body(steps, column, row, step);
                    steps.release(overlay.b(column));
                    steps.pass(overlay.b(column), array_rows - 1 - row);
                }
                if (!unrolled) steps.end();
                after(steps, column, row);
                steps.finish();
            }
    }

    /// Step by step the rows of a column's four cores.
    [[nodiscard]] Walk column_rows(std::uint16_t argument, std::uint32_t column, std::uint32_t stride, std::uint32_t words) const {
        return {.argument = argument,
                .offset = std::int64_t{column} * array_rows * split.rows_per_core * stride,
                .loops = {{split.steps, split.rows * stride},
                          {array_rows, split.rows_per_core * stride},
                          {split.rows, stride},
                          {words, 1}},
                .moments = split.steps};
    }

    void add_input_tasks(std::uint16_t argument) {
        for (std::uint32_t column = 0; column < overlay.columns(); ++column)
            tasks.add(0, overlay.b_in(column), column_rows(argument, column, stride_words(), width_words()));
    }
    void add_output_tasks(std::uint16_t argument, std::uint32_t stride, std::uint32_t words) {
        for (std::uint32_t column = 0; column < overlay.columns(); ++column)
            tasks.add(0, overlay.y_out(column), column_rows(argument, column, stride, words));
    }
    /// After its rows each core sends an object whose beginning are its scales. The walk puts group behind group and core behind
    /// core, so that each writes over the rest of the one before; the last one's rest goes into the column's slack.
    void add_scale_tasks(std::uint16_t argument) {
        const std::uint32_t words = object_bytes() / 2 / 4;  // an object of int8 rows
        const std::int64_t column_words = row_scale_elements(problem_.generation, problem_.rows) / overlay.columns();
        for (std::uint32_t column = 0; column < overlay.columns(); ++column)
            tasks.add(
                split.steps, overlay.y_out(column),
                {.argument = argument,
                 .offset = column * column_words,
                 .loops = {{array_rows, split.rows_per_core}, {words / scale_slot_words, split.rows}, {scale_slot_words, 1}}});
    }

    Overlay overlay;
    ShimTasks tasks;

    RowSplit split;

private:
    RowProblem problem_;
};

/// gamma and beta for every core: one object of A that is kept.
void add_parameter_tasks(RowDesigner& design) {
    for (std::uint32_t row = 0; row < array_rows; ++row)
        design.tasks.add(0, design.overlay.a_in(row),
                         {.argument = 1, .offset = 0, .loops = {{static_cast<std::uint32_t>(2 * design.width()), 1}}});
}

Channel parameter_channel(const RowDesigner& design) {
    Channel a = RowDesigner::linear(static_cast<std::uint32_t>(design.width()) * 8, 1);
    a.tile_depth = 1;
    return a;
}

}  // namespace

ArrayProgram design_layer_norm(const RowProblem& problem) {
    RowDesigner design(problem);
    ArrayProgram program =
        design.start("layer_norm_bf16", parameter_channel(design), design.input(), RowDesigner::linear(design.object_bytes(), 2));
    const auto body = [&](StepList& steps, std::uint32_t column, std::uint32_t row, std::uint32_t) {
        const std::uint16_t a = design.overlay.a(row);
        const std::uint16_t y = design.overlay.y(column, row);
        steps.acquire(y);
        steps.call("layer_norm_bf16",
                   {StepList::object(design.overlay.b(column)), StepList::object(a),
                    StepList::object(a, static_cast<std::uint32_t>(design.width()) * 4), StepList::object(y)},
                   {design.rows(), design.width()});
        steps.release(y);
    };
    design.add_cores(
        program, false, [&](StepList& steps, std::uint32_t, std::uint32_t row) { steps.acquire(design.overlay.a(row)); }, body,
        [&](StepList& steps, std::uint32_t, std::uint32_t row) { steps.release(design.overlay.a(row)); });
    program.argument_bytes = {design.argument_bytes(), static_cast<std::uint32_t>(problem.width) * 8, design.argument_bytes()};
    add_parameter_tasks(design);
    design.add_input_tasks(0);
    design.add_output_tasks(2, design.stride_words(), design.width_words());
    program.transfers = design.tasks.in_order();
    return program;
}

/// Its list is unrolled, because every step has its own place for the rows' scales.
ArrayProgram design_quantise_rows(const RowProblem& problem) {
    RowDesigner design(problem, int8_limits);
    const std::uint32_t y_bytes = design.object_bytes() / 2;
    constexpr std::uint32_t most_doubled = 8 * 1024;
    ArrayProgram program =
        design.start("quantise_rows", Channel{}, design.input(), RowDesigner::linear(y_bytes, y_bytes > most_doubled ? 1 : 2));
    const std::uint32_t slots = design.split.steps * scale_slot_words * 4;
    StepList::Buffer scales{true, 0, 0};
    const auto before = [&](StepList& steps, std::uint32_t, std::uint32_t) { scales = steps.local(slots); };
    const auto body = [&](StepList& steps, std::uint32_t column, std::uint32_t row, std::uint32_t step) {
        const std::uint16_t y = design.overlay.y(column, row);
        steps.acquire(y);
        steps.call(
            "quantise_rows",
            {StepList::object(design.overlay.b(column)), StepList::object(y), StepList::at(scales, step * scale_slot_words * 4)},
            {design.rows(), design.width()});
        steps.release(y);
    };
    const auto after = [&](StepList& steps, std::uint32_t column, std::uint32_t row) {
        const std::uint16_t y = design.overlay.y(column, row);
        steps.acquire(y);
        const auto words = static_cast<std::int32_t>(slots / 4);
        steps.call("copy_runs", {scales, StepList::object(y)}, {1, words, words, words});
        steps.release(y);
    };
    design.add_cores(program, true, before, body, after);
    const std::uint32_t row_words = static_cast<std::uint32_t>(design.width()) / 4;
    program.argument_bytes = {design.argument_bytes(), design.int8_bytes(), design.scale_bytes()};
    design.add_input_tasks(0);
    design.add_output_tasks(1, row_words, row_words);
    design.add_scale_tasks(2);
    program.transfers = design.tasks.in_order();
    return program;
}

namespace {

constexpr std::uint32_t bfp16_rows = 16;

/// Wide rows go to the cores in pieces of equal width: sixteen whole ones would not fit.
std::int64_t bfp16_piece(std::int64_t width) {
    constexpr std::int64_t widest = 320;
    for (std::int64_t piece = widest; piece > 32; piece -= 32)
        if (width % piece == 0) return piece;
    return 32;
}

}  // namespace

ArrayProgram design_to_bfp16(const RowProblem& problem) {
    if (problem.generation != ArrayGeneration::npu4) throw std::invalid_argument("only npu4 multiplies block floats");
    if (problem.width <= 0 || problem.width % 32 != 0)
        throw std::invalid_argument("rows or their width are not padded as they must be");
    RowProblem part = problem;
    part.width = bfp16_piece(problem.width);
    RowDesigner design(part, {.unit = bfp16_rows});
    const auto pieces = static_cast<std::uint32_t>(problem.width / part.width);
    const RowSplit split = design.split;
    design.split.steps *= pieces;
    Channel b = design.input();
    const std::uint32_t width_words = design.width_words();
    b.from_tile.dimensions = {{split.rows / 8, 8 * width_words}, {width_words / 4, 4}, {8, width_words}, {4, 1}};
    const std::uint32_t object_bytes = design.object_bytes() / 16 * bfp16_group_bytes;
    ArrayProgram program = design.start("to_bfp16", Channel{}, b, RowDesigner::linear(object_bytes, 2));
    program.name = "to_bfp16 " + std::to_string(problem.rows) + "x" + std::to_string(problem.width);
    const auto nothing = [](StepList&, std::uint32_t, std::uint32_t) {};
    const auto body = [&](StepList& steps, std::uint32_t column, std::uint32_t row, std::uint32_t) {
        const std::uint16_t y = design.overlay.y(column, row);
        steps.acquire(y);
        steps.call("to_bfp16", {StepList::object(design.overlay.b(column)), StepList::object(y)}, {design.rows(), design.width()});
        steps.release(y);
    };
    design.add_cores(program, false, nothing, body, nothing);
    // Eight rows of blocks and of the input, in words.
    const auto block_row = static_cast<std::uint32_t>(problem.width / 8 * bfp16_block_bytes / 4);
    const std::uint32_t piece_block_row = block_row / pieces;
    const std::uint32_t stride = design.stride_words();
    program.argument_bytes = {static_cast<std::uint32_t>(2 * ((problem.rows - 1) * problem.stride + problem.width)),
                              static_cast<std::uint32_t>(problem.rows / 8) * block_row * 4};
    for (std::uint32_t column = 0; column < design.overlay.columns(); ++column) {
        const std::int64_t first = std::int64_t{column} * array_rows * split.rows_per_core;
        design.tasks.add(0, design.overlay.b_in(column),
                         {.argument = 0,
                          .offset = first * stride,
                          .loops = {{split.steps, split.rows * stride},
                                    {pieces, width_words},
                                    {array_rows, split.rows_per_core * stride},
                                    {split.rows, stride},
                                    {width_words, 1}},
                          .moments = design.split.steps});
        design.tasks.add(0, design.overlay.y_out(column),
                         {.argument = 1,
                          .offset = first / 8 * block_row,
                          .loops = {{split.steps, split.rows / 8 * block_row},
                                    {pieces, piece_block_row},
                                    {array_rows, split.rows_per_core / 8 * block_row},
                                    {split.rows / 8, block_row},
                                    {piece_block_row, 1}},
                          .moments = design.split.steps});
    }
    program.transfers = design.tasks.in_order();
    return program;
}

std::vector<std::byte> pack_norm(std::span<const float> gamma, std::span<const float> beta) {
    if (gamma.size() != beta.size()) throw std::invalid_argument("a layer norm's gamma and beta differ in size");
    std::vector<std::byte> packed(8 * gamma.size());
    std::memcpy(packed.data(), gamma.data(), gamma.size_bytes());
    std::memcpy(packed.data() + gamma.size_bytes(), beta.data(), beta.size_bytes());
    return packed;
}

}  // namespace tilescribe::npu
