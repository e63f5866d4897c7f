// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/machine_rates.h"

#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/cpu/onednn_matmul.h"
#include "kernels/cpu/panel_matrix.h"
#include "tests/benchmarks/fast_seconds.h"

#include <atomic>
#include <immintrin.h>
#include <memory>
#include <vector>

namespace tilescribe::bench {
namespace {

constexpr std::int64_t rows = 1500;
constexpr std::int64_t n_in = 512;
constexpr std::int64_t n_out = 2048;

/// Reads whole cache lines and gives back something that depends on all of them.
[[gnu::target("avx2")]] std::uint64_t read_all(const std::byte* memory, std::size_t bytes) {
    __m256i a = _mm256_setzero_si256();
    __m256i b = a;
    __m256i c = a;
    __m256i d = a;
    for (std::size_t i = 0; i + 128 <= bytes; i += 128) {
        const auto* from = reinterpret_cast<const __m256i*>(memory + i);
        _mm_prefetch(reinterpret_cast<const char*>(memory + i + 2048), _MM_HINT_T0);
        _mm_prefetch(reinterpret_cast<const char*>(memory + i + 2112), _MM_HINT_T0);
        a = _mm256_xor_si256(a, from[0]);
        b = _mm256_xor_si256(b, from[1]);
        c = _mm256_xor_si256(c, from[2]);
        d = _mm256_xor_si256(d, from[3]);
    }
    const __m256i sum = _mm256_xor_si256(_mm256_xor_si256(a, b), _mm256_xor_si256(c, d));
    return static_cast<std::uint64_t>(_mm256_extract_epi64(sum, 0) ^ _mm256_extract_epi64(sum, 3));
}

double product_gflops(Workspace& workspace, const MatrixProduct& product) {
    std::vector<float> input(rows * n_in, 0.5F);
    std::vector<float> output(rows * n_out);
    const double seconds = fast_seconds(0.5, [&] {
        product.multiply(workspace, host_view(input.data(), rows, n_in), Epilogue::none, host_view(output.data(), rows, n_out));
    });
    return 2e-9 * static_cast<double>(rows * n_in * n_out) / seconds;
}

}  // namespace

double read_bandwidth(Workspace& workspace, std::size_t bytes) {
    const AlignedBuffer memory(bytes);
    const auto parts = static_cast<std::size_t>(workspace.pool.threads());
    std::atomic<std::uint64_t> sink = 0;
    const double seconds = fast_seconds(0.3, [&] {
        workspace.pool.for_each(static_cast<std::int64_t>(parts), [&](std::int64_t part, int) {
            sink += read_all(memory.data() + static_cast<std::size_t>(part) * (bytes / parts), bytes / parts);
        });
    });
    return 1e-9 * static_cast<double>(bytes) / seconds;
}

MachineRates measure_machine(Workspace& workspace, CpuIsa isa, bool use_onednn) {
    const std::vector<float> weights(n_out * n_in, 0.01F);
    std::unique_ptr<MatrixProduct> product;
    if (use_onednn)
        product = make_onednn_matmul(weights, n_out, n_in, {});
    else
        product = std::make_unique<PanelMatrix>(
            LinearWeights{{ElementType::f32, n_out, n_in, std::as_bytes(std::span(weights))}, {}}, kernels_of(isa), workspace.pool);
    MachineRates rates;
    rates.product_is_onednn = use_onednn;
    rates.product_gflops = product_gflops(workspace, *product);
    rates.read_3mb_gbs = read_bandwidth(workspace, 3'000'000);
    rates.read_20mb_gbs = read_bandwidth(workspace, 20'000'000);
    rates.read_100mb_gbs = read_bandwidth(workspace, 100'000'000);
    return rates;
}

}  // namespace tilescribe::bench
