// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/backend_entry.h"
#include "kernels/cpu/cpu_isa.h"
#include "kernels/cpu/workspace.h"
#include "kernels/kernel_backend.h"

#include <memory>
#include <optional>

namespace tilescribe {

struct KernelTable;
class MatrixProduct;

struct CpuBackendOptions {
    int threads = 0;                           ///< 0: as many as physical cores; never more than those
    std::optional<CpuIsa> isa = std::nullopt;  ///< none: TILESCRIBE_CPU_ISA, otherwise the best that runs here
    bool allow_onednn = true;                  ///< false: our own kernels for every product
};

/// The fast backend: f32 activations, weights read in the type in which they are stored (few_rows) or as f32 (many_rows).
/// Products of many rows are oneDNN's, everything else is our own kernels at one instruction set level, chosen at construction.
class CpuBackend final : public KernelBackend {
public:
    /// Throws BackendUnavailable where choose_isa() does, or the level cannot run here.
    explicit CpuBackend(const CpuBackendOptions& options = {});
    ~CpuBackend() override;

    [[nodiscard]] const BackendDescription& description() const noexcept override { return description_; }
    [[nodiscard]] CpuIsa isa() const noexcept;
    [[nodiscard]] bool uses_onednn() const noexcept { return uses_onednn_; }

    [[nodiscard]] std::unique_ptr<PreparedLinear> prepare_linear(const LinearWeights& weights, LinearUse use) override;
    [[nodiscard]] std::unique_ptr<PreparedConv> prepare_conv(const ConvWeights& weights) override;
    [[nodiscard]] std::unique_ptr<PreparedNorm> prepare_norm(const NormWeights& weights) override;
    [[nodiscard]] Tensor allocate(std::int64_t rows, std::int64_t cols) override;

private:
    [[nodiscard]] std::string_view timing_device() const noexcept override { return "cpu"; }
    void run_conv_gelu(OpTag tag, const PreparedConv& conv, TensorView input, bool time_major, const TensorView* positions,
                       TensorView output) override;
    void run_layer_norm(OpTag tag, const PreparedNorm& norm, TensorView input, TensorView output) override;
    void run_linear(OpTag tag, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) override;
    void run_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) override;
    void run_cached_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                              TensorView output, TensorView scores) override;
    void run_embed(OpTag tag, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                   TensorView output) override;
    [[nodiscard]] std::unique_ptr<MatrixProduct> many_rows_product(std::span<const float> weights, std::int64_t n_out,
                                                                   std::int64_t n_in, std::span<const float> bias);

    const KernelTable& kernels_;
    bool uses_onednn_;
    Workspace workspace_;
    BackendDescription description_;
};

/// `cpu` for the registry, with the instruction set levels as variants ("cpu:avx2").
BackendEntry cpu_backend_entry();

}  // namespace tilescribe
