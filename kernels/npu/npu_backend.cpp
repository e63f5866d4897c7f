// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/npu_backend.h"

#include "kernels/cpu/cpu_backend.h"
#include "kernels/npu/host_log_mel.h"
#include "kernels/npu/log_mel_buffers.h"
#include "kernels/npu/npu_weights.h"
#include "kernels/shape_error.h"

#include <algorithm>
#include <array>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t window_rows = 1500;  // of every Whisper encoder: what weights are packed for

/// What a prepared object of this backend really is.
template <typename Mine, typename Prepared>
const Mine& mine(const Prepared& prepared) {
    const auto* own = dynamic_cast<const Mine*>(&prepared);
    if (own == nullptr) throw ShapeError("The backend npu received weights that another backend prepared.");
    return *own;
}

std::vector<float> dequantise(const WeightMatrix& weights) {
    std::vector<float> result(static_cast<std::size_t>(weights.rows * weights.cols));
    for (std::int64_t r = 0; r < weights.rows; ++r)
        dequantise_row(weights, r, std::span(result).subspan(r * weights.cols, weights.cols));
    return result;
}

GemmEpilogue epilogue_of(LinearUse use) {
    switch (use) {
        case LinearUse::many_rows_gelu:
            return GemmEpilogue::bias_gelu;
        case LinearUse::many_rows_added:
            return GemmEpilogue::bias_residual;
        default:
            return GemmEpilogue::bias;
    }
}

}  // namespace

NpuBackend::NpuBackend(std::unique_ptr<ArrayDevice> device, const NpuBackendOptions& options)
    : options_(options),
      device_(std::move(device)),
      cpu_(std::make_unique<CpuBackend>(CpuBackendOptions{.threads = options.cpu_threads})),
      library_(*device_),
      runner_(*device_, options.rules) {
    const BackendDescription& cpu = cpu_->description();
    description_ = {.name = options_.name, .device = device_->description() + "; decoder on " + cpu.device, .threads = cpu.threads};
}

NpuBackend::~NpuBackend() = default;

std::unique_ptr<PreparedLinear> NpuBackend::prepare_linear(const LinearWeights& weights, LinearUse use) {
    if (use == LinearUse::few_rows || is_given_up_) return std::make_unique<NpuLinear>(cpu_->prepare_linear(weights, use));
    check_weights(weights);
    const std::int64_t n_out = weights.weight.rows;
    const std::int64_t n_in = weights.weight.cols;
    const GemmProblem problem = linear_problem(device_->generation(), options_.type, epilogue_of(use), window_rows, n_in, n_out);
    const std::vector<float> rows = dequantise(weights.weight);
    std::unique_ptr<PackedWeights> packed;
    const auto pack = [&] {
        packed = std::make_unique<PackedWeights>(*device_, packing_, problem, rows, n_out, n_in, weights.bias);
    };
    if (attempt(pack)) return std::make_unique<NpuLinear>(weights, std::move(packed));
    return std::make_unique<NpuLinear>(cpu_->prepare_linear(weights, use));
}

std::unique_ptr<PreparedConv> NpuBackend::prepare_conv(const ConvWeights& weights) {
    check_weights(weights);
    if (is_given_up_) return std::make_unique<NpuConv>(cpu_->prepare_conv(weights));
    const std::int64_t n_out = weights.weight.rows;
    const std::int64_t n_in = weights.weight.cols / 3;
    // The first convolution reads a spectrogram, the second one what the first one wrote.
    const bool reads_array_output = weights.stride == 2;
    const std::int64_t in_cols = frame_stride(device_->generation(), n_in, !reads_array_output);
    const GemmProblem problem = conv_problem(
        device_->generation(), reads_array_output ? GemmEpilogue::bias_gelu_residual : GemmEpilogue::bias_gelu,
        reads_array_output ? window_rows : 2 * window_rows, in_cols, n_out, weights.stride, reads_array_output ? 0 : 1);
    const std::vector<float> rows = conv_weight_rows(dequantise(weights.weight), n_out, n_in, in_cols);
    std::unique_ptr<PackedWeights> packed;
    const auto pack = [&] {
        packed = std::make_unique<PackedWeights>(*device_, packing_, problem, rows, n_out, 3 * in_cols, weights.bias);
    };
    if (attempt(pack)) return std::make_unique<NpuConv>(weights, std::move(packed));
    return std::make_unique<NpuConv>(cpu_->prepare_conv(weights));
}

std::unique_ptr<PreparedNorm> NpuBackend::prepare_norm(const NormWeights& weights) {
    return std::make_unique<NpuNorm>(weights, cpu_->prepare_norm(weights));
}

Tensor NpuBackend::allocate(std::int64_t rows, std::int64_t cols) {
    if (rows < 0 || cols < 0) throw ShapeError("allocate expects sizes of at least 0");
    auto tensor = std::make_shared<NpuTensor>(rows, cols, runner_.submissions());
    const TensorView view = tensor->view();
    return {std::move(tensor), view};
}

void NpuBackend::run_conv_gelu(OpTag tag, const PreparedConv& conv, TensorView input, bool time_major, const TensorView* positions,
                               TensorView output) {
    const auto& weights = mine<NpuConv>(conv);
    const TensorView added = positions != nullptr ? *positions : TensorView{};
    const auto on_cpu = [this, tag, &weights, input, time_major, added, output] {
        if (added.data != nullptr)
            cpu_->conv_gelu_positions(tag, weights.on_cpu(*cpu_), input, added, output);
        else
            cpu_->conv_gelu(tag, weights.on_cpu(*cpu_), input, time_major, output);
    };
    const bool fits = weights.packed() != nullptr && can_run({&input, &output}) && (positions == nullptr || can_run({positions}));
    if (!fits) return run_on_cpu({&input, &added}, {&output}, on_cpu);
    queue(
        {&input, &added}, output,
        [&](ArrayJob& job) {
            add_conv(job, weights, tensor_of(input), time_major, positions != nullptr ? &tensor_of(added) : nullptr,
                     tensor_of(output));
        },
        on_cpu);
}

void NpuBackend::run_layer_norm(OpTag tag, const PreparedNorm& norm, TensorView input, TensorView output) {
    const auto& weights = mine<NpuNorm>(norm);
    const auto on_cpu = [this, tag, &weights, input, output] { cpu_->layer_norm(tag, weights.on_cpu(), input, output); };
    constexpr std::int64_t vector = 32;
    const bool fits = tag.kind != OpKind::decoder_layer_norm && can_run({&input, &output}) && norm.width() % vector == 0;
    if (!fits) return run_on_cpu({&input}, {&output}, on_cpu);
    queue({&input}, output, [&](ArrayJob& job) { add_norm(job, weights, tensor_of(input), tensor_of(output)); }, on_cpu);
}

void NpuBackend::run_linear(OpTag tag, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) {
    const auto& weights = mine<NpuLinear>(linear);
    const auto on_cpu = [this, tag, &weights, input, epilogue, output] {
        cpu_->linear(tag, weights.on_cpu(*cpu_), input, epilogue, output);
    };
    const bool adds = epilogue == Epilogue::add_residual;
    const bool fits = weights.packed() != nullptr && can_run({&input, &output}) && input.storage != output.storage;
    const TensorView old = adds ? output : TensorView{};
    if (!fits) return run_on_cpu({&input, &old}, {&output}, on_cpu);
    queue(
        {&input, &old}, output,
        [&](ArrayJob& job) { add_linear(job, *weights.packed(), tensor_of(input), epilogue, tensor_of(output)); }, on_cpu);
}

void NpuBackend::run_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) {
    const auto on_cpu = [this, tag, q, k, v, n_heads, output] { cpu_->attention(tag, q, k, v, n_heads, output); };
    const bool is_apart = output.storage != q.storage && output.storage != k.storage && output.storage != v.storage;
    // Queries, keys and values may be columns of one tensor.
    const auto is_ours = [](const TensorView* view) {
        const NpuTensor* tensor = tensor_or_null(*view);
        return tensor != nullptr && tensor->is_columns(*view);
    };
    if (!is_apart || !can_run({&output}) || !std::ranges::all_of(std::array<const TensorView*, 3>{&q, &k, &v}, is_ours))
        return run_on_cpu({&q, &k, &v}, {&output}, on_cpu);
    const auto columns = [](const TensorView& view) {
        return TensorColumns{.tensor = &tensor_of(view), .first = view.storage_offset};
    };
    queue(
        {&q, &k, &v}, output,
        [&](ArrayJob& job) { add_attention(job, {columns(q), columns(k), columns(v), &tensor_of(output), n_heads}); }, on_cpu);
}

void NpuBackend::run_cached_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                                      TensorView output, TensorView scores) {
    run_on_cpu({&q, &k, &v}, {&output, &scores}, [&] { cpu_->cached_attention(tag, q, k, v, n_heads, n_past, output, scores); });
}

void NpuBackend::run_log_mel(OpTag /*tag*/, TensorView samples, float maximum, TensorView output) {
    const auto on_cpu = [this, samples, maximum, output] {
        if (!host_log_mel_ || host_log_mel_->n_mels() != output.rows)
            host_log_mel_ = std::make_unique<HostLogMel>(*cpu_, output.rows);
        host_log_mel_->run(samples, maximum, output);
    };
    // The first frames of a whole spectrogram; those behind become zeros.
    const NpuTensor* tensor = tensor_or_null(output);
    const bool fits = !is_given_up_ && tensor != nullptr && output.storage_offset == 0 && output.rows == tensor->rows() &&
                      output.stride == tensor->cols() && (output.rows == 80 || output.rows == 128) && output.cols > 0;
    if (!fits) return run_on_cpu({&samples}, {&output}, on_cpu);
    queue({&samples}, output, [&](ArrayJob& job) { add_log_mel(job, samples, maximum, output); }, on_cpu);
}

void NpuBackend::run_embed(OpTag tag, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                           TensorView output) {
    run_on_cpu({&positions}, {&output}, [&] { cpu_->embed(tag, mine<NpuLinear>(table).on_cpu(*cpu_), positions, tokens, output); });
}

}  // namespace tilescribe::npu
