// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/window_simulation.h"

#include "kernels/npu/array/device_table.h"
#include "kernels/npu/designs/transaction.h"
#include "kernels/npu/npu_backend.h"
#include "kernels/npu/timing_device.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t positions = 1500;
constexpr std::int64_t head_width = 64;

/// The calls of engine/whisper's encoder and cross-KV projection with one layer's weights, all zeros, used by every layer.
class WindowCalls {
public:
    WindowCalls(NpuBackend& backend, const EncoderShape& shape)
        : backend_(backend), shape_(shape), zeros_(static_cast<std::size_t>(4 * shape.width * shape.width)) {
        const std::int64_t d = shape.width;
        conv1_ = backend.prepare_conv({matrix(d, 3 * shape.n_mels), row(d), 1});
        conv2_ = backend.prepare_conv({matrix(d, 3 * d), row(d), 2});
        norm_ = backend.prepare_norm({row(d), row(d)});
        qkv_weights_ = backend.prepare_linear({matrix(3 * d, d), row(3 * d)}, LinearUse::many_rows);
        square_ = backend.prepare_linear({matrix(d, d), row(d)}, LinearUse::many_rows);
        out_ = backend.prepare_linear({matrix(d, d), row(d)}, LinearUse::many_rows_added);
        up_ = backend.prepare_linear({matrix(4 * d, d), row(4 * d)}, LinearUse::many_rows_gelu);
        down_ = backend.prepare_linear({matrix(d, 4 * d), row(d)}, LinearUse::many_rows_added);
        constexpr std::int64_t hop = 160;
        constexpr std::int64_t context = 400;
        sound_ = backend.allocate(1, 2 * positions * hop + context);
        mel_ = backend.allocate(shape.n_mels, 2 * positions);
        frames_ = backend.allocate(2 * positions, d);
        for (Tensor* tensor : {&table_, &x_, &normed_, &attended_, &cross_}) *tensor = backend.allocate(positions, d);
        qkv_ = backend.allocate(positions, 3 * d);
        hidden_ = backend.allocate(positions, 4 * d);
    }

    void run() {
        backend_.upload({OpKind::transfer}, sound_.view);
        backend_.log_mel({OpKind::log_mel}, sound_.view, 0, mel_.view);
        backend_.conv_gelu({OpKind::conv, 0}, *conv1_, mel_.view, false, frames_.view);
        backend_.conv_gelu_positions({OpKind::conv, 1}, *conv2_, frames_.view, table_.view, x_.view);
        for (int i = 0; i < shape_.encoder_layers; ++i) run_layer(i);
        backend_.layer_norm({OpKind::layer_norm}, *norm_, x_.view, normed_.view);
        for (int i = 0; i < 2 * shape_.decoder_layers; ++i)
            backend_.linear({OpKind::cross_kv, i / 2}, *square_, normed_.view, Epilogue::none, cross_.view);
        backend_.download({OpKind::transfer}, cross_.view);
    }

private:
    [[nodiscard]] WeightMatrix matrix(std::int64_t rows, std::int64_t cols) const {
        return {ElementType::f32, rows, cols, std::as_bytes(row(rows * cols))};
    }
    [[nodiscard]] std::span<const float> row(std::int64_t count) const {
        return std::span(zeros_).first(static_cast<std::size_t>(count));
    }

    void run_layer(int i) {
        backend_.layer_norm({OpKind::layer_norm, i}, *norm_, x_.view, normed_.view);
        backend_.linear({OpKind::qkv, i}, *qkv_weights_, normed_.view, Epilogue::none, qkv_.view);
        const auto part = [this](std::int64_t number) { return qkv_.view.cols_from(number * shape_.width, shape_.width); };
        backend_.attention({OpKind::attention, i}, part(0), part(1), part(2), static_cast<int>(shape_.width / head_width),
                           attended_.view);
        backend_.linear({OpKind::attention_out, i}, *out_, attended_.view, Epilogue::add_residual, x_.view);
        backend_.layer_norm({OpKind::layer_norm, i}, *norm_, x_.view, normed_.view);
        backend_.linear({OpKind::mlp, i}, *up_, normed_.view, Epilogue::gelu, hidden_.view);
        backend_.linear({OpKind::mlp, i}, *down_, hidden_.view, Epilogue::add_residual, x_.view);
    }

    NpuBackend& backend_;
    EncoderShape shape_;
    std::vector<float> zeros_;
    std::unique_ptr<PreparedConv> conv1_, conv2_;
    std::unique_ptr<PreparedNorm> norm_;
    std::unique_ptr<PreparedLinear> qkv_weights_, square_, out_, up_, down_;
    Tensor sound_, mel_, frames_, table_, x_, normed_, qkv_, attended_, cross_, hidden_;
};

/// All of a call's instructions but the shim's tasks, which have their time in the simulation.
std::int64_t configuration_words(std::span<const std::uint32_t> words) {
    ArrayConfiguration configuration = configure(deserialise(words));
    configuration.tasks.clear();
    return static_cast<std::int64_t>(transaction(configuration).size());
}

SimulatedKernel simulated(const ArrayKernel& kernel) {
    const std::span<const std::uint32_t> words = TimingDevice::words_of(*kernel.loaded);
    return {.name = kernel.name,
            .tiles = kernel.tiles,
            .cores = kernel.cores,
            .calls = kernel.calls,
            .per_call = kernel.time / std::max<std::int64_t>(1, kernel.calls),
            .on_array = TimingDevice::time_of(*kernel.loaded).duration,
            .utilisation = kernel.utilisation,
            .bytes_per_call = kernel.bytes_moved / std::max<std::int64_t>(1, kernel.calls),
            .macs = kernel.macs,
            .is_product = kernel.name.starts_with("gemm"),
            .binding = TimingDevice::time_of(*kernel.loaded).binding(),
            .words = {words.begin(), words.end()},
            .configuration_words = configuration_words(words)};
}

template <typename Counts>
SimulatedWindow::Configuration configuration_of(const std::vector<SimulatedKernel>& kernels, const TimeParameters& time,
                                                Counts counts) {
    double words = 0;
    for (const SimulatedKernel& kernel : kernels)
        if (counts(kernel)) words += static_cast<double>(kernel.calls * kernel.configuration_words);
    return {.least = std::chrono::nanoseconds(std::llround(words * time.least_word_ns)),
            .most = std::chrono::nanoseconds(std::llround(words * time.most_word_ns))};
}

double mean_utilisation(const std::vector<SimulatedKernel>& kernels) {
    double time = 0;
    double used = 0;
    for (const SimulatedKernel& kernel : kernels) {
        if (!kernel.is_product) continue;
        const double total = static_cast<double>(kernel.calls) * static_cast<double>(kernel.on_array.count());
        time += total;
        used += total * kernel.utilisation;
    }
    return time > 0 ? used / time : 0;
}

}  // namespace

SimulatedWindow simulate_window(ArrayGeneration generation, GemmType type, const EncoderShape& shape) {
    NpuBackend backend(std::make_unique<TimingDevice>(generation),
                       {.type = type, .rules = {.probes = false}, .checks_outputs = false});
    std::string trouble;
    backend.set_notice_receiver([&](const std::string& sentence) { trouble = sentence; });
    OpProfile profile;
    backend.set_timing_sink(&profile);
    WindowCalls(backend, shape).run();
    if (backend.is_given_up()) throw NpuFault(FaultKind::refused, trouble);

    SimulatedWindow window;
    for (const auto& kernel : backend.library().kernels())
        if (kernel->calls > 0) window.kernels.push_back(simulated(*kernel));
    window.ops = profile.snapshot();
    for (const OpProfileRow& row : window.ops.rows) {
        if (!row.simulated) continue;
        auto& part = row.kind == OpKind::cross_kv  ? window.cross_keys_values
                     : row.kind == OpKind::log_mel ? window.log_mel
                                                   : window.encoder;
        part += row.total;
        window.bytes += row.bytes;
    }
    window.product_utilisation = mean_utilisation(window.kernels);
    const TimeParameters& time = device_parameters(generation).time;
    window.configuration = configuration_of(window.kernels, time, [](const SimulatedKernel&) { return true; });
    window.encoder_configuration =
        configuration_of(window.kernels, time, [](const SimulatedKernel& kernel) { return !kernel.name.starts_with("log_mel"); });
    return window;
}

}  // namespace tilescribe::npu
