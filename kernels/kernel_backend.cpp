// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/kernel_backend.h"

#include "kernels/shape_check.h"

#include <limits>
#include <stdexcept>

namespace tilescribe {
namespace {

constexpr std::int64_t head_width = 64;
constexpr std::int64_t float_bytes = sizeof(float);
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

void check_conv(const ShapeCheck& check, const PreparedConv& conv, const TensorView& input, bool time_major,
                const TensorView& output) {
    const std::int64_t n_frames = time_major ? input.rows : input.cols;
    check.matrix("input", input, time_major ? any_size : conv.n_in(), time_major ? conv.n_in() : any_size);
    check.matrix("output", output, (n_frames + conv.stride() - 1) / conv.stride(), conv.n_out());
}

void check_attention(const ShapeCheck& check, const TensorView& q, const TensorView& k, const TensorView& v, int n_heads,
                     const TensorView& output) {
    check.in_range("a number of heads", 1, no_limit / head_width, n_heads);
    const std::int64_t d = n_heads * head_width;
    check.matrix("q", q, any_size, d);
    check.matrix("k", k, any_size, d);
    check.in_range("a number of keys", 1, no_limit, k.rows);
    check.matrix("v", v, k.rows, d);
    check.matrix("output", output, q.rows, d);
}

OpRecord product_record(OpTag tag, std::int64_t m, std::int64_t n, std::int64_t k, std::int64_t bytes) {
    return {.tag = tag, .m = m, .n = n, .k = k, .macs = m * n * k, .bytes = bytes};
}

OpRecord conv_record(OpTag tag, const PreparedConv& conv, const TensorView& input, const TensorView& output, std::int64_t added) {
    const std::int64_t activations = input.rows * input.cols + output.rows * output.cols + added;
    return product_record(tag, output.rows, conv.n_out(), 3 * conv.n_in(), conv.weight_bytes() + float_bytes * activations);
}

/// `pairs` of a query and a key that see each other; each costs a product of width d for the score and one for the value.
OpRecord attention_record(OpTag tag, const TensorView& q, const TensorView& k, std::int64_t pairs, std::int64_t scores) {
    return {.tag = tag,
            .m = q.rows,
            .n = k.rows,
            .k = q.cols,
            .macs = 2 * pairs * q.cols,
            .bytes = float_bytes * (2 * q.rows * q.cols + 2 * k.rows * k.cols + scores)};
}

OpRecord copy_record(OpTag tag, const TensorView& view, std::int64_t bytes_per_element) {
    return {.tag = tag, .m = view.rows, .n = view.cols, .bytes = bytes_per_element * view.rows * view.cols};
}

}  // namespace

/// Runs `op` inside a timing scope, unless the backend times its ops itself.
template <typename Op>
void KernelBackend::timed(OpRecord record, Op op) {
    record.device = timing_device();
    record_ = record;
    const OpTimingScope scope(reports_own_timings() ? nullptr : sink_, record);
    op();
}

void KernelBackend::conv_gelu(OpTag tag, const PreparedConv& conv, TensorView input, bool time_major, TensorView output) {
    check_conv(ShapeCheck("conv_gelu"), conv, input, time_major, output);
    timed(conv_record(tag, conv, input, output, 0), [&] { run_conv_gelu(tag, conv, input, time_major, nullptr, output); });
}

void KernelBackend::conv_gelu_positions(OpTag tag, const PreparedConv& conv, TensorView input, TensorView positions,
                                        TensorView output) {
    const ShapeCheck check("conv_gelu_positions");
    check_conv(check, conv, input, true, output);
    check.matrix("positions", positions, output.rows, output.cols);
    timed(conv_record(tag, conv, input, output, output.rows * output.cols),
          [&] { run_conv_gelu(tag, conv, input, true, &positions, output); });
}

void KernelBackend::layer_norm(OpTag tag, const PreparedNorm& norm, TensorView input, TensorView output) {
    const ShapeCheck check("layer_norm");
    check.matrix("input", input, any_size, norm.width());
    check.matrix("output", output, input.rows, norm.width());
    timed(copy_record(tag, input, 2 * float_bytes), [&] { run_layer_norm(tag, norm, input, output); });
}

void KernelBackend::linear(OpTag tag, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) {
    const ShapeCheck check("linear");
    check.matrix("input", input, any_size, linear.n_in());
    check.matrix("output", output, input.rows, linear.n_out());
    const std::int64_t output_passes = epilogue == Epilogue::add_residual ? 2 : 1;
    const std::int64_t activations = input.rows * linear.n_in() + output_passes * input.rows * linear.n_out();
    timed(product_record(tag, input.rows, linear.n_out(), linear.n_in(), linear.weight_bytes() + float_bytes * activations),
          [&] { run_linear(tag, linear, input, epilogue, output); });
}

void KernelBackend::attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) {
    check_attention(ShapeCheck("attention"), q, k, v, n_heads, output);
    timed(attention_record(tag, q, k, q.rows * k.rows, 0), [&] { run_attention(tag, q, k, v, n_heads, output); });
}

void KernelBackend::cached_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                                     TensorView output, TensorView scores) {
    const ShapeCheck check("cached_attention");
    check_attention(check, q, k, v, n_heads, output);
    check.in_range("n_past", -1, k.rows, n_past);
    const bool is_causal = n_past >= 0;
    if (is_causal) check.equal("a number of keys n_past + n_new =", n_past + q.rows, k.rows);
    const bool wants_scores = scores.data != nullptr;
    if (wants_scores) check.matrix("scores", scores, n_heads * q.rows, k.rows);
    const std::int64_t pairs = is_causal ? q.rows * n_past + q.rows * (q.rows + 1) / 2 : q.rows * k.rows;
    timed(attention_record(tag, q, k, pairs, wants_scores ? scores.rows * scores.cols : 0),
          [&] { run_cached_attention(tag, q, k, v, n_heads, n_past, output, scores); });
}

void KernelBackend::embed(OpTag tag, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                          TensorView output) {
    const ShapeCheck check("embed");
    check.matrix("positions", positions, any_size, table.n_in());
    check.matrix("output", output, static_cast<std::int64_t>(tokens.size()), table.n_in());
    for (const TokenPosition& at : tokens) {
        check.in_range("a token", 0, table.n_out() - 1, at.token);
        check.in_range("a position", 0, positions.rows - 1, at.position);
    }
    OpRecord record = copy_record(tag, output, 2 * float_bytes);
    if (table.n_out() > 0) record.bytes += output.rows * (table.weight_bytes() / table.n_out());
    timed(record, [&] { run_embed(tag, table, positions, tokens, output); });
}

void KernelBackend::upload(OpTag tag, TensorView view) {
    ShapeCheck("upload").matrix("a view", view, any_size, any_size);
    if (has_device_memory()) timed(copy_record(tag, view, float_bytes), [&] { run_upload(tag, view); });
}

void KernelBackend::download(OpTag tag, TensorView view) {
    download(tag, std::span(&view, 1));
}

void KernelBackend::download(OpTag tag, std::span<const TensorView> views) {
    OpRecord record{.tag = tag};
    for (const TensorView& view : views) {
        ShapeCheck("download").matrix("a view", view, any_size, any_size);
        const OpRecord copy = copy_record(tag, view, float_bytes);
        record.m += copy.m;
        record.n = copy.n;
        record.bytes += copy.bytes;
    }
    if (has_device_memory()) timed(record, [&] { run_download(tag, views); });
}

void KernelBackend::log_mel(OpTag tag, TensorView samples, float maximum, TensorView output) {
    constexpr std::int64_t hop_length = 160;
    constexpr std::int64_t context = 2 * 200;
    const ShapeCheck check("log_mel");
    check.matrix("output", output, any_size, any_size);
    check.matrix("samples", samples, 1, output.cols * hop_length + context);
    OpRecord record = copy_record(tag, output, float_bytes);
    record.bytes += float_bytes * samples.cols;
    timed(record, [&] { run_log_mel(tag, samples, maximum, output); });
}

void KernelBackend::run_log_mel(OpTag /*tag*/, TensorView /*samples*/, float /*maximum*/, TensorView /*output*/) {
    throw std::logic_error(description().name + " computes no log-mel spectrogram: ask has_log_mel() first");
}

}  // namespace tilescribe
