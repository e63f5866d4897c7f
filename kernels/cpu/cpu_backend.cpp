// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/cpu_backend.h"

#include "kernels/cpu/cpu_attention.h"
#include "kernels/cpu/cpu_conv.h"
#include "kernels/cpu/flush_denormals.h"
#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/cpu/onednn_matmul.h"
#include "kernels/cpu/panel_matrix.h"
#include "kernels/cpu/physical_cores.h"
#include "kernels/cpu/processor_name.h"
#include "kernels/shape_error.h"

#include <algorithm>
#include <string>
#include <vector>

namespace tilescribe {
namespace {

class CpuLinear final : public PreparedLinear {
public:
    CpuLinear(const LinearWeights& weights, std::unique_ptr<MatrixProduct> product)
        : PreparedLinear(weights.weight.rows, weights.weight.cols, product->weight_bytes()), product_(std::move(product)) {}
    [[nodiscard]] const MatrixProduct& product() const noexcept { return *product_; }

private:
    std::unique_ptr<MatrixProduct> product_;
};

class CpuNorm final : public PreparedNorm {
public:
    explicit CpuNorm(const NormWeights& weights)
        : PreparedNorm(static_cast<std::int64_t>(weights.gain.size())),
          gain_(weights.gain.begin(), weights.gain.end()),
          bias_(weights.bias.begin(), weights.bias.end()) {}
    [[nodiscard]] const float* gain() const noexcept { return gain_.data(); }
    [[nodiscard]] const float* bias() const noexcept { return bias_.data(); }

private:
    std::vector<float> gain_, bias_;
};

class HostStorage final : public TensorStorage {
public:
    explicit HostStorage(std::size_t bytes) : memory_(bytes) {}
    [[nodiscard]] float* data() const noexcept { return memory_.floats(); }

private:
    AlignedBuffer memory_;
};

CpuIsa isa_of(const CpuBackendOptions& options) {
    return choose_isa(options.isa ? name_of(*options.isa) : std::string_view());
}

int thread_count(int wanted) {
    const int most = physical_core_count();
    return wanted <= 0 ? most : std::min(wanted, most);
}

std::string device_name(CpuIsa isa, bool uses_onednn, int threads) {
    return processor_name() + ", " + std::string(title_of(isa)) + " (" +
           (uses_onednn ? "oneDNN " + onednn_version() : std::string("own kernels only")) + "), " + std::to_string(threads) +
           (threads == 1 ? " thread" : " threads");
}

std::vector<float> dequantise(const WeightMatrix& weights) {
    std::vector<float> result(static_cast<std::size_t>(weights.rows * weights.cols));
    for (std::int64_t r = 0; r < weights.rows; ++r)
        dequantise_row(weights, r, std::span(result).subspan(r * weights.cols, weights.cols));
    return result;
}

/// What a prepared object of this backend really is.
template <typename Mine, typename Prepared>
const Mine& mine(const Prepared& prepared) {
    const auto* own = dynamic_cast<const Mine*>(&prepared);
    if (own == nullptr) throw ShapeError("The backend cpu received weights that another backend prepared.");
    return *own;
}

}  // namespace

CpuBackend::CpuBackend(const CpuBackendOptions& options)
    : kernels_(kernels_of(isa_of(options))),
      uses_onednn_(options.allow_onednn && claim_onednn(kernels_.isa)),
      workspace_(thread_count(options.threads)) {
    const int threads = workspace_.pool.threads();
    description_ = {.name = "cpu", .device = device_name(kernels_.isa, uses_onednn_, threads), .threads = threads};
}

CpuBackend::~CpuBackend() = default;

CpuIsa CpuBackend::isa() const noexcept {
    return kernels_.isa;
}

std::unique_ptr<MatrixProduct> CpuBackend::many_rows_product(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in,
                                                             std::span<const float> bias) {
    if (uses_onednn_)
        if (auto product = make_onednn_matmul(weights, n_out, n_in, bias)) return product;
    const WeightMatrix matrix{ElementType::f32, n_out, n_in, std::as_bytes(weights)};
    return std::make_unique<PanelMatrix>(LinearWeights{matrix, bias}, kernels_, workspace_.pool);
}

std::unique_ptr<PreparedLinear> CpuBackend::prepare_linear(const LinearWeights& weights, LinearUse use) {
    check_weights(weights);
    const WeightMatrix& matrix = weights.weight;
    if (use == LinearUse::few_rows)
        return std::make_unique<CpuLinear>(weights, std::make_unique<PanelMatrix>(weights, kernels_, workspace_.pool));
    return std::make_unique<CpuLinear>(weights, many_rows_product(dequantise(matrix), matrix.rows, matrix.cols, weights.bias));
}

std::unique_ptr<PreparedConv> CpuBackend::prepare_conv(const ConvWeights& weights) {
    check_weights(weights);
    const WeightMatrix& matrix = weights.weight;
    return std::make_unique<CpuConv>(weights,
                                     many_rows_product(conv_product_weights(matrix), matrix.rows, matrix.cols, weights.bias));
}

std::unique_ptr<PreparedNorm> CpuBackend::prepare_norm(const NormWeights& weights) {
    check_weights(weights);
    return std::make_unique<CpuNorm>(weights);
}

Tensor CpuBackend::allocate(std::int64_t rows, std::int64_t cols) {
    if (rows < 0 || cols < 0) throw ShapeError("allocate expects sizes of at least 0");
    auto storage = std::make_shared<HostStorage>(static_cast<std::size_t>(rows * cols) * sizeof(float));
    const TensorView view = host_view(storage->data(), rows, cols);
    return {std::move(storage), view};
}

void CpuBackend::run_conv_gelu(OpTag /*tag*/, const PreparedConv& conv, TensorView input, bool time_major,
                               const TensorView* positions, TensorView output) {
    const FlushDenormals flush;
    mine<CpuConv>(conv).run(workspace_, input, time_major, positions, output);
}

void CpuBackend::run_layer_norm(OpTag /*tag*/, const PreparedNorm& norm, TensorView input, TensorView output) {
    const FlushDenormals flush;
    const auto& weights = mine<CpuNorm>(norm);
    constexpr std::int64_t rows_together = 64;
    workspace_.pool.for_each((input.rows + rows_together - 1) / rows_together, [&](std::int64_t task, int) {
        const std::int64_t first = task * rows_together;
        kernels_.layer_norm({.input = input.row(first),
                             .input_stride = input.stride,
                             .rows = std::min(rows_together, input.rows - first),
                             .width = input.cols,
                             .gain = weights.gain(),
                             .bias = weights.bias(),
                             .output = output.row(first),
                             .output_stride = output.stride});
    });
}

void CpuBackend::run_linear(OpTag /*tag*/, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) {
    const FlushDenormals flush;
    mine<CpuLinear>(linear).product().multiply(workspace_, input, epilogue, output);
}

void CpuBackend::run_attention(OpTag /*tag*/, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) {
    const FlushDenormals flush;
    attend_to_window(kernels_, workspace_, q, k, v, n_heads, output);
}

void CpuBackend::run_cached_attention(OpTag /*tag*/, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                                      TensorView output, TensorView scores) {
    const FlushDenormals flush;
    attend_to_cache(kernels_, workspace_, q, k, v, n_heads, n_past, output, scores);
}

void CpuBackend::run_embed(OpTag /*tag*/, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                           TensorView output) {
    const auto* rows = dynamic_cast<const PanelMatrix*>(&mine<CpuLinear>(table).product());
    if (rows == nullptr) throw ShapeError("embed expects a table that was prepared for few_rows");
    for (std::size_t i = 0; i < tokens.size(); ++i)
        rows->read_row(tokens[i].token, positions.row(tokens[i].position), output.row(static_cast<std::int64_t>(i)));
}

BackendEntry cpu_backend_entry() {
    BackendEntry entry;
    entry.name = "cpu";
    entry.description = "Fast kernels for this processor, f32 activations";
    const auto levels = available_isa_levels();
    for (const CpuIsa level : levels) entry.variants.emplace_back(name_of(level));
    entry.is_available = !levels.empty();
    entry.reason = levels.empty() ? processor_name() + " lacks AVX2, FMA or F16C."
                                  : processor_name() + " with " + std::string(title_of(levels.back())) + ".";
    entry.create = [](const BackendOptions& options) -> std::unique_ptr<KernelBackend> {
        return std::make_unique<CpuBackend>(CpuBackendOptions{.threads = options.threads, .isa = choose_isa(options.variant)});
    };
    return entry;
}

}  // namespace tilescribe
