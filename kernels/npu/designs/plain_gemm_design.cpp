// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/plain_gemm_design.h"

#include "kernels/npu/designs/overlay.h"
#include "kernels/npu/designs/shim_tasks.h"
#include "kernels/npu/designs/step_list.h"

#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

/// Everything in 32-bit words: `per_word` elements of A and B each.
class PlainDesigner {
public:
    explicit PlainDesigner(const PlainGemm& gemm)
        : gemm_(gemm),
          overlay_(gemm.generation),
          is_int8_(gemm.type == GemmType::int8),
          per_word_(is_int8_ ? 4 : 2),
          m_(static_cast<std::uint32_t>(gemm.tile_m)),
          k_(static_cast<std::uint32_t>(gemm.tile_k)),
          n_(static_cast<std::uint32_t>(gemm.tile_n)),
          r_(is_int8_ && gemm.generation == ArrayGeneration::npu4 ? 8 : 4),
          t_(is_int8_ || gemm.generation == ArrayGeneration::npu4 ? 8 : 4) {}

    ArrayProgram build() {
        ArrayProgram program = overlay_program(gemm_.generation, a_channel(), b_channel(), c_channel());
        program.name = std::string("plain ") + (is_int8_ ? "int8 " : "bf16 ") + std::to_string(gemm_.rows) + "x" +
                       std::to_string(gemm_.k) + "x" + std::to_string(gemm_.n);
        program.macs = gemm_.rows * gemm_.k * gemm_.n;
        program.uses_int8_peak = is_int8_;
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column)
            for (std::uint32_t row = 0; row < array_rows; ++row) add_core(program, column, row);
        const auto bytes = [](std::int64_t size) { return static_cast<std::uint32_t>(size); };
        program.argument_bytes = {bytes(gemm_.rows * gemm_.k * 4 / per_word_), bytes(gemm_.k * gemm_.n * 4 / per_word_),
                                  bytes(gemm_.rows * gemm_.n * 4)};
        for (std::uint32_t block = 0; block < row_blocks(); ++block) add_tasks(block);
        program.transfers = tasks_.in_order();
        return program;
    }

private:
    [[nodiscard]] std::uint32_t row_blocks() const { return static_cast<std::uint32_t>(gemm_.rows) / (array_rows * m_); }
    [[nodiscard]] std::uint32_t column_blocks() const { return static_cast<std::uint32_t>(gemm_.n) / (overlay_.columns() * n_); }
    [[nodiscard]] std::uint32_t k_steps() const { return static_cast<std::uint32_t>(gemm_.k) / k_; }

    [[nodiscard]] std::uint32_t slab_steps() const {
        return gemm_.slab == 0 ? 1 : static_cast<std::uint32_t>(gemm_.slab / gemm_.tile_k);
    }

    [[nodiscard]] Channel a_channel() const {
        Channel a;
        a.core_bytes = m_ * k_ * 4 / per_word_;
        a.tile_bytes = slab_steps() * a.core_bytes;
        a.core_depth = gemm_.a_depth;
        if (slab_steps() > 1) {  // columns of blocks from the memory tile, put in their places by the core's DMA
            const std::uint32_t row_words = slab_steps() * k_ / per_word_;
            const std::uint32_t block_words = r_ * 8 / per_word_;
            a.from_tile.dimensions = {
                {row_words * per_word_ / 8, 8 / per_word_}, {m_ / r_, r_ * row_words}, {r_, row_words}, {8 / per_word_, 1}};
            a.into_core.dimensions = {{k_ / 8, block_words}, {m_ / r_, k_ / 8 * block_words}, {block_words, 1}};
            return a;
        }
        a.from_tile.dimensions = {
            {m_ / r_, r_ * k_ / per_word_}, {k_ / 8, 8 / per_word_}, {r_, k_ / per_word_}, {8 / per_word_, 1}};
        return a;
    }
    [[nodiscard]] Channel b_channel() const {
        Channel b;
        b.core_bytes = b.tile_bytes = k_ * n_ * 4 / per_word_;
        b.core_depth = gemm_.b_depth;
        if (gemm_.is_b_packed) return b;
        b.from_tile.dimensions = {
            {k_ / 8, 8 * n_ / per_word_}, {n_ / t_, t_ / per_word_}, {8, n_ / per_word_}, {t_ / per_word_, 1}};
        return b;
    }
    [[nodiscard]] Channel c_channel() const {
        Channel c;
        c.core_bytes = m_ * n_ * 4;
        c.core_depth = gemm_.c_depth;
        c.tile_depth = gemm_.c_tile_depth;
        c.from_tile.dimensions = {{array_rows * m_ / r_, r_ * n_}, {r_, t_}, {n_ / t_, r_ * t_}, {t_, 1}};
        return c;
    }

    void add_core(ArrayProgram& program, std::uint32_t column, std::uint32_t row) const {
        StepList steps(program, {static_cast<std::uint8_t>(column), static_cast<std::uint8_t>(2 + row)});
        const std::uint16_t a = overlay_.a(row);
        const std::uint16_t b = overlay_.b(column);
        const std::uint16_t c = overlay_.y(column, row);
        std::vector<std::int32_t> parameters{gemm_.tile_m, gemm_.tile_k, gemm_.tile_n};
        if (is_int8_) parameters.push_back(static_cast<std::int32_t>(r_));
        parameters.push_back(static_cast<std::int32_t>(t_));
        steps.loop(row_blocks() * column_blocks());
        steps.acquire(c);
        steps.call("zero_f32", {StepList::object(c)}, {gemm_.tile_m * gemm_.tile_n});
        steps.loop(k_steps());
        steps.acquire(a);
        steps.acquire(b);
        steps.call(is_int8_ ? "gemm_int8" : "gemm_bf16", {StepList::object(a), StepList::object(b), StepList::object(c)},
                   parameters);
        steps.release(a);
        steps.release(b);
        steps.end();
        steps.release(c);
        steps.end();
        steps.finish();
    }

    void add_tasks(std::uint32_t block) {
        const auto a_row = static_cast<std::uint32_t>(gemm_.k) / per_word_;
        const auto b_row = static_cast<std::uint32_t>(gemm_.n) / per_word_;
        const auto c_row = static_cast<std::uint32_t>(gemm_.n);
        const std::int64_t first_row = std::int64_t{block} * array_rows * m_;
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column)
            tasks_.add(block, overlay_.y_out(column),
                       {.argument = 2,
                        .offset = first_row * c_row + std::int64_t{column} * n_,
                        .loops = {{column_blocks(), overlay_.columns() * n_}, {array_rows * m_, c_row}, {n_, 1}}});
        for (std::uint32_t row = 0; row < array_rows; ++row)
            tasks_.add(block, overlay_.a_in(row),
                       {.argument = 0,
                        .offset = (first_row + std::int64_t{row} * m_) * a_row,
                        .loops = {{k_steps() / slab_steps(), slab_steps() * k_ / per_word_},
                                  {m_, a_row},
                                  {slab_steps() * k_ / per_word_, 1}},
                        .repeat = column_blocks()});
        for (std::uint32_t column = 0; column < overlay_.columns(); ++column) {
            const std::uint32_t panel_words = k_steps() * k_ * n_ / per_word_;
            if (gemm_.is_b_packed) {
                tasks_.add(block, overlay_.b_in(column),
                           {.argument = 1,
                            .offset = std::int64_t{column} * panel_words,
                            .loops = {{column_blocks(), overlay_.columns() * panel_words}, {panel_words, 1}}});
                continue;
            }
            tasks_.add(block, overlay_.b_in(column),
                       {.argument = 1,
                        .offset = std::int64_t{column} * n_ / per_word_,
                        .loops = {{column_blocks(), overlay_.columns() * n_ / per_word_},
                                  {k_steps(), k_ * b_row},
                                  {k_, b_row},
                                  {n_ / per_word_, 1}}});
        }
    }

    PlainGemm gemm_;
    Overlay overlay_;
    bool is_int8_;
    std::uint32_t per_word_, m_, k_, n_, r_, t_;
    ShimTasks tasks_;
};

}  // namespace

ArrayProgram design_plain_gemm(const PlainGemm& gemm) {
    const std::int64_t columns = array_columns(gemm.generation);
    if (gemm.type == GemmType::bfp16 || gemm.rows <= 0 || gemm.k <= 0 || gemm.n <= 0 || gemm.tile_m <= 0 || gemm.tile_k <= 0 ||
        gemm.tile_n <= 0 || gemm.slab < 0 || gemm.slab % gemm.tile_k != 0 || (gemm.slab > 0 && gemm.k % gemm.slab != 0) ||
        gemm.tile_m % 16 != 0 || gemm.tile_k % 8 != 0 || gemm.tile_n % 16 != 0 ||
        gemm.rows % (array_rows * std::int64_t{gemm.tile_m}) != 0 || gemm.k % gemm.tile_k != 0 ||
        gemm.n % (columns * gemm.tile_n) != 0)
        throw std::invalid_argument("this GEMM cannot be cut into these tiles");
    return PlainDesigner(gemm).build();
}

}  // namespace tilescribe::npu
