// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/log_mel_design.h"

#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/designs/overlay.h"
#include "kernels/npu/designs/shim_tasks.h"
#include "kernels/npu/designs/step_list.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

// A core keeps 16 frames, split into hi and lo, and all tables stream past: five pieces of 80 columns of the transform (40
// frequencies), each followed by the 40 rows of the filterbank that its powers meet. 80 columns at once and no more because a
// piece's powers are an operand of the next GEMM as they lie.
constexpr std::uint32_t frames_per_core = 16;
constexpr std::uint32_t window = 400;
constexpr std::uint32_t hop = 160;
constexpr std::uint32_t slice = 40;  ///< samples, or rows of the transform, that a GEMM call takes
constexpr std::uint32_t plane_slices = window / slice;
constexpr std::uint32_t transform_slices = 3 * plane_slices;
constexpr std::uint32_t piece = 80;
constexpr std::uint32_t pieces = window / piece;
constexpr std::uint32_t frequencies = window / 2;
constexpr std::uint32_t slice_bytes = frames_per_core * slice * 2;
constexpr std::uint32_t table_bytes = slice * piece * 2;

class LogMelDesigner {
public:
    explicit LogMelDesigner(const LogMelProblem& problem)
        : problem_(problem),
          overlay_(problem.generation),
          t_(problem.generation == ArrayGeneration::npu1 ? 4 : 8),
          groups_(problem.n_mels <= piece ? 1 : 2),
          mels_(static_cast<std::uint32_t>(problem.n_mels) / groups_),
          rounds_(static_cast<std::uint32_t>(problem.frames) / round_frames()) {}

    [[nodiscard]] std::uint32_t objects_per_round() const { return pieces * (transform_slices + groups_); }
    [[nodiscard]] std::uint32_t t() const { return t_; }
    [[nodiscard]] std::uint32_t groups() const { return groups_; }
    [[nodiscard]] std::uint32_t mels() const { return mels_; }

    ArrayProgram build() {
        ArrayProgram program = overlay_program(problem_.generation, table_channel(), sound_channel(), output_channel());
        program.name = "log_mel " + std::to_string(problem_.frames) + "x" + std::to_string(problem_.n_mels);
        program.macs = problem_.frames * (std::int64_t{3} * window * window + std::int64_t{frequencies} * problem_.n_mels);
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column)
            for (std::uint32_t row = 0; row < array_rows; ++row) add_core(program, column, row);
        const auto plane_words = static_cast<std::uint32_t>(log_mel_plane(problem_.frames) / 2);
        const std::int64_t y_end = problem_.y_offset + (problem_.frames - 1) * problem_.y_stride + problem_.n_mels;
        program.argument_bytes = {8 * plane_words, objects_per_round() * table_bytes,
                                  static_cast<std::uint32_t>(problem_.frames) / (array_rows * frames_per_core) * slice_bytes,
                                  static_cast<std::uint32_t>(2 * y_end)};
        add_tasks(plane_words);
        program.transfers = tasks_.in_order();
        return program;
    }

private:
    [[nodiscard]] std::uint32_t round_frames() const { return array_rows * overlay_.columns() * frames_per_core; }

    [[nodiscard]] static Channel table_channel() {
        Channel a;
        a.core_bytes = a.tile_bytes = table_bytes;
        return a;
    }
    /// 16 frames of 40 samples, row-major, into blocks of 4 x 8.
    [[nodiscard]] static Channel sound_channel() {
        Channel b;
        b.core_bytes = b.tile_bytes = slice_bytes;
        b.from_tile.dimensions = {{slice / 8, 4}, {frames_per_core / 4, 4 * slice / 2}, {4, slice / 2}, {4, 1}};
        b.into_core.dimensions = {{slice / 8, 16}, {frames_per_core / 4, slice / 8 * 16}, {16, 1}};
        return b;
    }
    [[nodiscard]] Channel output_channel() const {
        Channel y;
        y.core_bytes = frames_per_core * mels_ * 2;
        y.from_tile.dimensions = {
            {array_rows * frames_per_core / 4, 4 * mels_ / 2}, {4, t_ / 2}, {mels_ / t_, 2 * t_}, {t_ / 2, 1}};
        return y;
    }

    void add_core(ArrayProgram& program, std::uint32_t column, std::uint32_t row) const {
        StepList steps(program, {static_cast<std::uint8_t>(column), static_cast<std::uint8_t>(2 + row)});
        const std::uint16_t b = overlay_.b(column);
        const std::uint16_t y = overlay_.y(column, row);
        const StepList::Buffer frames = steps.local(2 * plane_slices * slice_bytes);
        const StepList::Buffer spectrum = steps.local(frames_per_core * piece * 4);
        const StepList::Buffer mel = steps.local(groups_ * frames_per_core * mels_ * 4);
        steps.loop(rounds_);
        for (std::uint32_t i = 0; i < 2 * plane_slices; ++i) {
            steps.pass(b, row);
            steps.acquire(b);
            steps.call("copy_runs", {StepList::object(b), StepList::at(frames, i * slice_bytes)},
                       {1, int(slice_bytes / 4), int(slice_bytes / 4), int(slice_bytes / 4)});
            steps.release(b);
            steps.pass(b, array_rows - 1 - row);
        }
        steps.call("zero_f32", {mel}, {int(groups_ * frames_per_core * mels_)});
        steps.loop(pieces);
        add_piece(steps, overlay_.a(row), frames, spectrum, mel);
        steps.end();
        steps.acquire(b);
        for (std::uint32_t group = 0; group < groups_; ++group) {
            steps.acquire(y);
            steps.call("log_mel_finish",
                       {StepList::at(mel, group * frames_per_core * mels_ * 4), StepList::object(b, row * frames_per_core * 8),
                        StepList::object(y)},
                       {int(frames_per_core), int(mels_), int(t_)});
            steps.release(y);
        }
        steps.release(b);
        steps.end();
        steps.finish();
    }

    void add_piece(StepList& steps, std::uint16_t a, StepList::Buffer frames, StepList::Buffer spectrum,
                   StepList::Buffer mel) const {
        steps.call("zero_f32", {spectrum}, {int(frames_per_core * piece)});
        for (std::uint32_t i = 0; i < transform_slices; ++i) {
            const std::uint32_t frame_slice = i < plane_slices ? i : i - plane_slices;  // hi, hi again, lo
            steps.acquire(a);
            steps.call("gemm_bf16", {StepList::at(frames, frame_slice * slice_bytes), StepList::object(a), spectrum},
                       {int(frames_per_core), int(slice), int(piece), int(t_)});
            steps.release(a);
        }
        steps.call("power_bf16", {spectrum, spectrum}, {int(frames_per_core), int(piece), int(t_)});
        for (std::uint32_t group = 0; group < groups_; ++group) {
            steps.acquire(a);
            steps.call("gemm_bf16", {spectrum, StepList::object(a), StepList::at(mel, group * frames_per_core * mels_ * 4)},
                       {int(frames_per_core), int(piece / 2), int(mels_), int(t_)});
            steps.release(a);
        }
    }

    void add_tasks(std::uint32_t plane_words) {
        const std::uint32_t column_frames = array_rows * frames_per_core;
        const auto row_words = static_cast<std::uint32_t>(problem_.y_stride / 2);
        for (std::uint32_t row = 0; row < array_rows; ++row)
            tasks_.add(0, overlay_.a_in(row),
                       {.argument = 1,
                        .offset = 0,
                        .loops = {{objects_per_round() * table_bytes / 4, 1}},
                        .repeat = rounds_,
                        .moments = 1});
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column)
            tasks_.add(
                0, overlay_.y_out(column),
                {.argument = 3,
                 .offset = problem_.y_offset / 2 + std::int64_t{column} * column_frames * row_words,
                 .loops = {{rounds_, round_frames() * row_words}, {groups_, mels_ / 2}, {column_frames, row_words}, {mels_ / 2, 1}},
                 .moments = rounds_});
        for (std::uint32_t round = 0; round < rounds_; ++round)
            for (std::uint32_t column = 0; column < overlay_.columns(); ++column) {
                const std::int64_t first = (std::int64_t{round} * overlay_.columns() + column) * column_frames;
                tasks_.add(round, overlay_.b_in(column),
                           {.argument = 0,
                            .offset = first * hop / 2,
                            .loops = {{2, plane_words}, {plane_slices, slice / 2}, {column_frames, hop / 2}, {slice / 2, 1}}});
                tasks_.add(round, overlay_.b_in(column),
                           {.argument = 2, .offset = first / column_frames * (slice_bytes / 4), .loops = {{slice_bytes / 4, 1}}});
            }
    }

    LogMelProblem problem_;
    Overlay overlay_;
    std::uint32_t t_, groups_, mels_, rounds_;
    ShimTasks tasks_;
};

void check(const LogMelProblem& problem) {
    const std::int64_t round = std::int64_t{array_cores(problem.generation)} * frames_per_core;
    if (problem.frames <= 0 || problem.frames % round != 0)
        throw std::invalid_argument("log-mel: frames are not padded as they must be");
    if (problem.n_mels != 80 && problem.n_mels != 128) throw std::invalid_argument("log-mel: there are 80 or 128 bands");
    if (problem.y_stride < problem.n_mels || problem.y_stride % 2 != 0 || problem.y_offset % 2 != 0)
        throw std::invalid_argument("log-mel: the output's stride or offset is odd");
}

/// A tile of a table [rows][stride] as the B operand of a GEMM: blocks of 8 x t.
void pack_tile(std::byte* to, std::span<const Bf16> table, std::uint32_t stride, std::uint32_t first_row,
               std::uint32_t first_column, std::uint32_t columns, std::uint32_t t) {
    for (std::uint32_t row = 0; row < slice; row += 8)
        for (std::uint32_t column = 0; column < columns; column += t)
            for (std::uint32_t i = 0; i < 8; ++i)
                for (std::uint32_t j = 0; j < t; ++j, to += sizeof(Bf16)) {
                    const Bf16 value = table[std::size_t{first_row + row + i} * stride + first_column + column + j];
                    std::memcpy(to, &value, sizeof value);
                }
}

}  // namespace

std::int64_t log_mel_plane(std::int64_t frames) noexcept {
    return (frames - 1) * hop + window;
}

ArrayProgram design_log_mel(const LogMelProblem& problem) {
    check(problem);
    return LogMelDesigner(problem).build();
}

std::vector<std::byte> pack_log_mel_tables(const LogMelProblem& problem, std::span<const std::uint16_t> transform,
                                           std::span<const std::uint16_t> filterbank) {
    check(problem);
    const auto n_mels = static_cast<std::uint32_t>(problem.n_mels);
    if (transform.size() != std::size_t{3} * window * window || filterbank.size() != std::size_t{frequencies} * n_mels)
        throw std::invalid_argument("log-mel: the tables are not [1200][400] and [200][n_mels]");
    const LogMelDesigner design(problem);
    std::vector<std::byte> packed(std::size_t{design.objects_per_round()} * table_bytes);
    std::byte* to = packed.data();
    for (std::uint32_t part = 0; part < pieces; ++part) {
        for (std::uint32_t i = 0; i < transform_slices; ++i, to += table_bytes)
            pack_tile(to, transform, window, i * slice, part * piece, piece, design.t());
        for (std::uint32_t group = 0; group < design.groups(); ++group, to += table_bytes)
            pack_tile(to, filterbank, n_mels, part * piece / 2, group * design.mels(), design.mels(), design.t());
    }
    return packed;
}

std::vector<std::byte> pack_log_mel_scaling(const LogMelProblem& problem, std::span<const float> scaling) {
    check(problem);
    if (scaling.size() != static_cast<std::size_t>(2 * problem.frames))
        throw std::invalid_argument("log-mel: the scaling is not [frames][2]");
    // An object for the 64 frames of a column comes on the way of the frames, whose blocking it must survive: 16-byte units.
    constexpr std::size_t column_frames = std::size_t{array_rows} * frames_per_core;
    constexpr std::size_t unit_floats = 4;
    constexpr std::size_t groups = slice / 8;
    std::vector<std::byte> packed(scaling.size() / 2 / column_frames * slice_bytes);
    for (std::size_t first = 0; first < scaling.size(); first += unit_floats) {
        const std::size_t object = first / (2 * column_frames);
        const std::size_t unit = first % (2 * column_frames) / unit_floats;
        const std::size_t row = unit / (4 * groups) * 4 + unit % 4;
        const std::size_t group = unit / 4 % groups;
        std::memcpy(packed.data() + object * slice_bytes + (row * groups + group) * 16, &scaling[first], 16);
    }
    return packed;
}

std::vector<std::byte> pack_sound(const LogMelProblem& problem, std::span<const float> samples) {
    const auto plane = static_cast<std::size_t>(log_mel_plane(problem.frames));
    std::vector<std::byte> planes(4 * plane);
    for (std::size_t i = 0; i < std::min(plane, samples.size()); ++i) {
        const Bf16Pair pair = split_f32(samples[i]);
        std::memcpy(planes.data() + 2 * i, &pair.hi, sizeof pair.hi);
        std::memcpy(planes.data() + 2 * (plane + i), &pair.lo, sizeof pair.lo);
    }
    return planes;
}

}  // namespace tilescribe::npu
