// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/padding.h"
#include "kernels/npu/device_content.h"
#include "kernels/npu/log_mel_buffers.h"
#include "kernels/npu/npu_backend.h"
#include "kernels/npu/npu_weights.h"

#include <algorithm>
#include <string>

// How an op becomes runs of array programs.

namespace tilescribe::npu {
namespace {

/// Bytes of the int8 and bfp16 forms of a matrix, and of its row scales.
std::size_t operand_bytes(GemmType type, std::int64_t rows, std::int64_t cols) {
    return static_cast<std::size_t>(type == GemmType::int8 ? rows * cols : rows * cols / 64 * 72);
}

}  // namespace

void NpuBackend::add_run(ArrayJob& job, ArrayKernel& kernel, std::vector<DeviceBuffer*> arguments) {
    for (std::size_t i = 0; i < arguments.size() && i < kernel.argument_bytes.size(); ++i)
        if (arguments[i]->host().size() < kernel.argument_bytes[i])
            throw NpuFault(FaultKind::refused, "\"" + kernel.name + "\" needs " + std::to_string(kernel.argument_bytes[i]) +
                                                   " bytes in argument " + std::to_string(i) + ", there are " +
                                                   std::to_string(arguments[i]->host().size()) + ".");
    job.runs.push_back({.program = kernel.loaded.get(), .arguments = std::move(arguments), .kernel = &kernel});
}

void NpuBackend::add_conv(ArrayJob& job, const NpuConv& conv, NpuTensor& input, bool time_major, NpuTensor* positions,
                          NpuTensor& output) {
    const ArrayGeneration generation = device_->generation();
    const std::int64_t frames = time_major ? input.rows() : input.cols();
    constexpr std::int64_t taps = 3;
    const DeviceLayout in_layout = frames_layout(frames, conv.packed()->k() / taps, !time_major);
    // Without positions it is the first of two convolutions: its output is the next one's input.
    const DeviceLayout out_layout = positions != nullptr
                                        ? rows_layout(generation, output.rows(), output.cols())
                                        : frames_layout(output.rows(), padded_cols(generation, output.cols()), false);
    // The last output row may read the zeros behind the last frame; the array writes other values there.
    if (conv.stride() * (output.rows() - 1) + 1 >= frames && !input.has_zeros_behind()) {
        bring_to_host(input.view());
        input.make_image(*device_, in_layout);
    }
    const Operand out{.tensor = &output, .layout = out_layout, .is_read = false, .is_written = true};
    if (positions != nullptr)
        place({{.tensor = &input, .layout = in_layout},
               {.tensor = positions, .layout = rows_layout(generation, positions->rows(), positions->cols())},
               out});
    else
        place({{.tensor = &input, .layout = in_layout}, out});
    const GemmProblem problem =
        conv_problem(generation, positions != nullptr ? GemmEpilogue::bias_gelu_residual : GemmEpilogue::bias_gelu, output.rows(),
                     in_layout.stride, output.cols(), conv.stride(), out_layout.first / out_layout.stride);
    add_product(job, *conv.packed(), problem, input, positions, output);
}

void NpuBackend::add_linear(ArrayJob& job, PackedWeights& weights, NpuTensor& input, Epilogue epilogue, NpuTensor& output) {
    const ArrayGeneration generation = device_->generation();
    const GemmEpilogue finish = epilogue == Epilogue::gelu           ? GemmEpilogue::bias_gelu
                                : epilogue == Epilogue::add_residual ? GemmEpilogue::bias_residual
                                                                     : GemmEpilogue::bias;
    const bool adds = epilogue == Epilogue::add_residual;
    place({{.tensor = &input, .layout = rows_layout(generation, input.rows(), input.cols())},
           {.tensor = &output,
            .layout = rows_layout(generation, output.rows(), output.cols()),
            .is_read = adds,
            .is_written = true}});
    const GemmProblem problem = linear_problem(generation, weights.type(), finish, input.rows(), input.cols(), output.cols());
    add_product(job, weights, problem, input, adds ? &output : nullptr, output);
}

void NpuBackend::add_product(ArrayJob& job, PackedWeights& weights, const GemmProblem& problem, NpuTensor& input,
                             NpuTensor* residual, NpuTensor& output) {
    DeviceBuffer& operand = product_operand(job, weights.type(), input);
    const GemmTiles tiles = weights.tiles_for(problem);
    std::vector<DeviceBuffer*> arguments{&operand, &weights.buffer(), &output.image()};
    if (residual != nullptr) arguments.push_back(&residual->image());
    if (weights.type() == GemmType::int8) arguments.push_back(input.operand.scales.get());
    add_run(job, library_.gemm(problem, tiles), std::move(arguments));
    if (options_.checks_outputs)
        job.check = check_product({.input = &input,
                                   .a_stride = problem.a_stride,
                                   .rows = output.rows(),
                                   .type = weights.type(),
                                   .epilogue = problem.epilogue,
                                   .output = &output,
                                   .residual = residual,
                                   .probes = &weights.probes(),
                                   .salt = products_++});
    job.output_lasts = job.record.tag.kind == OpKind::cross_kv;
}

/// The input as the product reads it. What was made for one product serves the next ones until the tensor changes.
DeviceBuffer& NpuBackend::product_operand(ArrayJob& job, GemmType type, NpuTensor& input) {
    if (type == GemmType::bf16) return input.image();
    const std::int64_t rows = padded_rows(input.rows());
    const std::int64_t cols = input.layout().stride;
    NpuTensor::Operand& operand = input.operand;
    if (operand.is_current) return *operand.values;
    if (!operand.values) operand.values = uploaded(*device_, {}, operand_bytes(type, rows, cols));
    const RowProblem problem{.generation = device_->generation(), .rows = rows, .width = cols, .stride = cols};
    if (type == GemmType::int8) {
        if (!operand.scales)
            operand.scales =
                uploaded(*device_, {}, static_cast<std::size_t>(row_scale_elements(device_->generation(), rows)) * sizeof(float));
        add_run(job, library_.quantise_rows(problem), {&input.image(), operand.values.get(), operand.scales.get()});
    } else {
        add_run(job, library_.to_bfp16(problem), {&input.image(), operand.values.get()});
    }
    operand.is_current = true;
    return *operand.values;
}

void NpuBackend::add_log_mel(ArrayJob& job, TensorView samples, float maximum, TensorView output) {
    NpuTensor& tensor = tensor_of(output);
    const DeviceLayout layout = frames_layout(tensor.cols(), frame_stride(device_->generation(), tensor.rows(), true), true);
    const LogMelProblem problem{.generation = device_->generation(),
                                .frames = padded_rows(tensor.cols()),
                                .n_mels = tensor.rows(),
                                .y_offset = layout.first,
                                .y_stride = layout.stride};
    // The window's own log-mel has not read its sound yet: there is one buffer for it.
    if (std::ranges::any_of(uploads_, [](const Upload& upload) { return upload.tensor == nullptr; })) finish_window_early(nullptr);
    ArrayKernel& kernel = library_.log_mel(problem);
    if (!log_mel_buffers_ || !log_mel_buffers_->serves(problem))
        log_mel_buffers_ = std::make_unique<LogMelBuffers>(*device_, problem, kernel.argument_bytes);
    place({{.tensor = &tensor, .layout = layout, .is_read = false, .is_written = true, .leaves_zeros = true}});
    LogMelBuffers& buffers = *log_mel_buffers_;
    uploads_.push_back(
        {.tensor = nullptr,
         .write = [&buffers, samples, n_frames = output.cols,
                   maximum] { return buffers.write({samples.data, static_cast<std::size_t>(samples.cols)}, n_frames, maximum); },
         .only_when_repeated = false});
    add_run(job, kernel, {&buffers.sound(), &buffers.tables(), &buffers.rows(), &tensor.image()});
    if (options_.checks_outputs)
        job.check = check_log_mel({.samples = samples, .n_frames = output.cols, .maximum = maximum, .output = &tensor});
}

void NpuBackend::add_norm(ArrayJob& job, const NpuNorm& norm, NpuTensor& input, NpuTensor& output) {
    const ArrayGeneration generation = device_->generation();
    const DeviceLayout layout = rows_layout(generation, input.rows(), input.cols());
    if (&input == &output)
        place({{.tensor = &input, .layout = layout, .is_read = true, .is_written = true}});
    else
        place({{.tensor = &input, .layout = layout}, {.tensor = &output, .layout = layout, .is_read = false, .is_written = true}});
    const RowProblem problem{
        .generation = generation, .rows = padded_rows(input.rows()), .width = input.cols(), .stride = layout.stride};
    add_run(job, library_.layer_norm(problem), {&input.image(), &norm.on_array(*device_), &output.image()});
    if (options_.checks_outputs)
        job.check = check_norm({.input = &input, .output = &output, .gain = &norm.gain(), .bias = &norm.bias()});
}

void NpuBackend::add_attention(ArrayJob& job, const AttentionUnderCheck& a) {
    const ArrayGeneration generation = device_->generation();
    const auto layout_of = [&](const NpuTensor* tensor) { return rows_layout(generation, tensor->rows(), tensor->cols()); };
    place({{.tensor = a.q.tensor, .layout = layout_of(a.q.tensor)},
           {.tensor = a.k.tensor, .layout = layout_of(a.k.tensor)},
           {.tensor = a.v.tensor, .layout = layout_of(a.v.tensor)},
           {.tensor = a.output, .layout = layout_of(a.output), .is_read = false, .is_written = true}});
    const AttentionProblem problem{.generation = generation,
                                   .q_rows = padded_rows(a.q.tensor->rows()),
                                   .kv_rows = padded_rows(a.k.tensor->rows()),
                                   .kv_valid = a.k.tensor->rows(),
                                   .n_heads = a.n_heads,
                                   .q_stride = a.q.tensor->layout().stride,
                                   .k_stride = a.k.tensor->layout().stride,
                                   .v_stride = a.v.tensor->layout().stride,
                                   .y_stride = a.output->layout().stride,
                                   .q_offset = a.q.first,
                                   .k_offset = a.k.first,
                                   .v_offset = a.v.first};
    add_run(job, library_.attention(problem),
            {&a.q.tensor->image(), &a.k.tensor->image(), &a.v.tensor->image(), &a.output->image()});
    if (options_.checks_outputs) job.check = check_attention(a);
}

}  // namespace tilescribe::npu
