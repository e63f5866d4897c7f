// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/bfp16.h"
#include "kernels/npu/aie/kernel_table.h"

#include <initializer_list>

namespace tilescribe::npu {
namespace {

constexpr std::int32_t largest_size = 65536;      // of a dimension: more than a core's memory holds
constexpr std::int64_t largest_tile = 64 * 1024;  // elements

using Parameters = std::span<const std::int32_t>;

bool is_size(std::int32_t value, std::int32_t multiple) noexcept {
    return value > 0 && value <= largest_size && value % multiple == 0;
}

/// Products of two sizes stay below 2^32 by is_size(), and tiles that no core can hold are refused.
std::optional<TileUse> tile(std::initializer_list<std::int64_t> inputs, std::initializer_list<std::int64_t> outputs) noexcept {
    TileUse use;
    for (const auto list : {inputs, outputs})
        for (const std::int64_t bytes : list) {
            if (bytes > largest_tile * 4) return std::nullopt;
            use.bytes[static_cast<std::size_t>(use.buffers++)] = static_cast<std::size_t>(bytes);
        }
    use.inputs = static_cast<int>(inputs.size());
    return use;
}

bool is_block_width(ArrayGeneration generation, std::int32_t t) noexcept {
    return t == (generation == ArrayGeneration::npu1 ? 4 : 8);
}

/// {m, n, r, t} of a finish kernel: a block shape that some GEMM of this generation leaves.
bool is_finish(ArrayGeneration generation, bool is_int, Parameters p) noexcept {
    if (!is_size(p[0], 16) || !is_size(p[1], 16)) return false;
    if (generation == ArrayGeneration::npu1) return p[2] == 4 && p[3] == (is_int ? 8 : 4);
    return p[3] == 8 && (p[2] == 8 || (p[2] == 4 && !is_int));
}

std::optional<TileUse> finish_use(ArrayGeneration generation, std::string_view kernel, Parameters p) noexcept {
    const bool is_int = kernel.starts_with("finish_int8");
    if (p.size() != 4 || !is_finish(generation, is_int, p)) return std::nullopt;
    const std::int64_t m = p[0];
    const std::int64_t n = p[1];
    const bool has_residual = kernel.ends_with("residual");
    if (is_int && has_residual) return tile({m * n * 4, m * 4, n * 4, n * 4, m * n * 2}, {m * n * 2});
    if (is_int) return tile({m * n * 4, m * 4, n * 4, n * 4}, {m * n * 2});
    if (has_residual) return tile({m * n * 4, n * 4, m * n * 2}, {m * n * 2});
    return tile({m * n * 4, n * 4}, {m * n * 2});
}

std::optional<TileUse> gemm_use(ArrayGeneration generation, std::string_view kernel, Parameters p) noexcept {
    if (p.size() < 3 || !is_size(p[0], 16) || !is_size(p[1], 8) || !is_size(p[2], 16)) return std::nullopt;
    if (kernel.ends_with("_first")) kernel.remove_suffix(6);
    const std::int64_t m = p[0];
    const std::int64_t k = p[1];
    const std::int64_t n = p[2];
    if (kernel == "gemm_bf16" && p.size() == 4 && is_block_width(generation, p[3]))
        return tile({m * k * 2, k * n * 2}, {m * n * 4});
    if (kernel == "gemm_int8" && p.size() == 5 && p[4] == 8 && is_block_width(generation, p[3]))
        return tile({m * k, k * n}, {m * n * 4});
    if (kernel == "gemm_bfp16" && p.size() == 3 && generation == ArrayGeneration::npu4)
        return tile({m * k / 8 * 9, k * n / 8 * 9}, {m * n * 4});
    return std::nullopt;
}

std::optional<TileUse> attention_use(ArrayGeneration generation, std::string_view kernel, Parameters p) noexcept {
    if (p.empty() || !is_size(p[0], 16)) return std::nullopt;
    const std::int64_t m = p[0];
    const bool has_t = p.size() > 1 && is_block_width(generation, p[1]);
    if (kernel == "attention_begin" && p.size() == 2 && has_t) return tile({}, {m * 48, m * 256});
    if (kernel == "attention_queries" && p.size() == 3 && has_t) return tile({m * 128}, {m * 128});
    if (kernel == "attention_end" && p.size() == 2 && has_t) return tile({m * 256, m * 48}, {m * 128});
    if (p.size() < 3 || !is_size(p[1], 16) || !is_block_width(generation, p[2])) return std::nullopt;
    const std::int64_t n = p[1];
    if (kernel == "attention_scores" && p.size() == 4) return tile({n * 128, m * 128}, {m * n * 4});
    if (kernel == "attention_softmax" && p.size() == 4) return tile({m * n * 4}, {m * 48, m * 256, m * n * 2});
    return std::nullopt;
}

std::optional<TileUse> rows_use(ArrayGeneration generation, std::string_view kernel, Parameters p) noexcept {
    if (p.size() != 2 || !is_size(p[0], 1)) return std::nullopt;
    const std::int64_t rows = p[0];
    const std::int64_t width = p[1];
    if (kernel == "to_bfp16" && generation == ArrayGeneration::npu4 && is_size(p[0], 16) && is_size(p[1], 8))
        return tile({rows * width * 2}, {rows * width / 8 * 9});
    if (!is_size(p[1], 32)) return std::nullopt;
    if (kernel == "quantise_rows") return tile({rows * width * 2}, {rows * width, rows * 4});
    if (kernel == "layer_norm_bf16") return tile({rows * width * 2, width * 4, width * 4}, {rows * width * 2});
    return std::nullopt;
}

std::optional<TileUse> copy_use(Parameters p) noexcept {
    if (p.size() != 4 || !is_size(p[0], 1) || !is_size(p[1], 16) || !is_size(p[2], 16) || !is_size(p[3], 16)) return std::nullopt;
    const auto bytes = [&p](std::int64_t step) { return 4 * ((p[0] - 1) * step + p[1]); };
    return tile({bytes(p[2])}, {bytes(p[3])});
}

std::optional<TileUse> elements_use(std::string_view kernel, Parameters p) noexcept {
    if (p.size() != 1 || !is_size(p[0], 32)) return std::nullopt;
    const std::int64_t n = p[0];
    if (kernel == "zero_f32") return tile({}, {n * 4});
    if (kernel == "add_bf16") return tile({n * 2, n * 2}, {n * 2});
    if (kernel == "gelu_bf16") return tile({n * 2}, {n * 2});
    if (kernel == "split_f32") return tile({n * 4}, {n * 2, n * 2});
    return std::nullopt;
}

std::optional<TileUse> mel_use(ArrayGeneration generation, std::string_view kernel, Parameters p) noexcept {
    if (p.size() != 3 || !is_size(p[0], 16) || !is_size(p[1], 16) || !is_block_width(generation, p[2])) return std::nullopt;
    const std::int64_t m = p[0];
    const std::int64_t n = p[1];
    if (kernel == "power_bf16") return tile({m * n * 4}, {m * n});
    return tile({m * n * 4, m * 8}, {m * n * 2});
}

}  // namespace

std::optional<TileUse> tile_use(ArrayGeneration generation, std::string_view kernel, Parameters parameters) noexcept {
    if (kernel.starts_with("gemm_")) return gemm_use(generation, kernel, parameters);
    if (kernel.starts_with("attention_")) return attention_use(generation, kernel, parameters);
    if (kernel.starts_with("finish_") && find_core_kernel(kernel) != nullptr) return finish_use(generation, kernel, parameters);
    if (kernel == "power_bf16" || kernel == "log_mel_finish") return mel_use(generation, kernel, parameters);
    if (kernel == "copy_runs") return copy_use(parameters);
    if (auto use = rows_use(generation, kernel, parameters)) return use;
    return elements_use(kernel, parameters);
}

}  // namespace tilescribe::npu
