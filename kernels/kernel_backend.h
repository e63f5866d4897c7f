// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/op_timing.h"
#include "kernels/tensor_view.h"
#include "kernels/weight_matrix.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tilescribe {

/// Weights in a backend's own packing. Created by KernelBackend::prepare_*, used only with the backend that made them; immutable,
/// so one set serves several runs.
class PreparedLinear {
public:
    virtual ~PreparedLinear() = default;
    [[nodiscard]] std::int64_t n_out() const noexcept { return n_out_; }
    [[nodiscard]] std::int64_t n_in() const noexcept { return n_in_; }
    [[nodiscard]] std::int64_t weight_bytes() const noexcept { return weight_bytes_; }

protected:
    PreparedLinear(std::int64_t n_out, std::int64_t n_in, std::int64_t weight_bytes)
        : n_out_(n_out), n_in_(n_in), weight_bytes_(weight_bytes) {}

private:
    std::int64_t n_out_, n_in_, weight_bytes_;
};

class PreparedConv {
public:
    virtual ~PreparedConv() = default;
    [[nodiscard]] std::int64_t n_out() const noexcept { return n_out_; }
    [[nodiscard]] std::int64_t n_in() const noexcept { return n_in_; }
    [[nodiscard]] int stride() const noexcept { return stride_; }
    [[nodiscard]] std::int64_t weight_bytes() const noexcept { return weight_bytes_; }

protected:
    /// Without `weight_bytes`: the weights are kept as f32.
    PreparedConv(std::int64_t n_out, std::int64_t n_in, int stride) : PreparedConv(n_out, n_in, stride, n_out * n_in * 3 * 4) {}
    PreparedConv(std::int64_t n_out, std::int64_t n_in, int stride, std::int64_t weight_bytes)
        : n_out_(n_out), n_in_(n_in), weight_bytes_(weight_bytes), stride_(stride) {}

private:
    std::int64_t n_out_, n_in_, weight_bytes_;
    int stride_;
};

class PreparedNorm {
public:
    virtual ~PreparedNorm() = default;
    [[nodiscard]] std::int64_t width() const noexcept { return width_; }

protected:
    explicit PreparedNorm(std::int64_t width) : width_(width) {}

private:
    std::int64_t width_;
};

/// How a linear layer will be called, so that a backend can pack for it.
enum class LinearUse : std::uint8_t {
    many_rows,        ///< a whole window at once (encoder, cross keys and values): compute-bound
    many_rows_gelu,   ///< likewise, and always called with Epilogue::gelu
    many_rows_added,  ///< likewise, and always called with Epilogue::add_residual
    few_rows,         ///< one to a few rows (decoder): bound by reading the weights
};

/// What is fused behind y = W x + b.
enum class Epilogue : std::uint8_t {
    none,
    gelu,          ///< y = gelu(W x + b), erf form
    add_residual,  ///< y += W x + b
};

/// The row of the token embedding and the row of the position table to add.
struct TokenPosition {
    std::int32_t token;
    std::int32_t position;
};

struct BackendDescription {
    std::string name;    ///< as in the registry: "cpu"
    std::string device;  ///< what it runs on, for people: "Intel Xeon, AVX-512 (oneDNN 2.6.3), 2 threads"
    int threads = 1;
};

/// The ops that Whisper's layers are written against. Every op checks its shapes (ShapeError), runs inside a timing scope and calls
/// the backend's own virtual. A backend may queue work; results are on the host only after download().
/// Threads: one run at a time per backend object; the object may move between threads when idle.
class KernelBackend {
public:
    KernelBackend(const KernelBackend&) = delete;
    KernelBackend& operator=(const KernelBackend&) = delete;
    virtual ~KernelBackend() = default;

    [[nodiscard]] virtual const BackendDescription& description() const noexcept = 0;

    // At load. The views may be released afterwards: a backend keeps its own packed copy.
    [[nodiscard]] virtual std::unique_ptr<PreparedLinear> prepare_linear(const LinearWeights& weights, LinearUse use) = 0;
    [[nodiscard]] virtual std::unique_ptr<PreparedConv> prepare_conv(const ConvWeights& weights) = 0;
    [[nodiscard]] virtual std::unique_ptr<PreparedNorm> prepare_norm(const NormWeights& weights) = 0;

    /// Zero-filled activations [rows, cols]. At load or at the start of a run, never per op.
    [[nodiscard]] virtual Tensor allocate(std::int64_t rows, std::int64_t cols) = 0;

    /// input [n_in, n_frames] (as a log-mel spectrogram lies) or, with `time_major`, [n_frames, n_in];
    /// output [ceil(n_frames / stride), n_out] = gelu(conv(input) + bias).
    void conv_gelu(OpTag tag, const PreparedConv& conv, TensorView input, bool time_major, TensorView output);
    /// As conv_gelu (time-major input), then adds `positions` [rows, n_out] of the output's shape.
    void conv_gelu_positions(OpTag tag, const PreparedConv& conv, TensorView input, TensorView positions, TensorView output);
    /// input, output [rows, width]; epsilon 1e-5.
    void layer_norm(OpTag tag, const PreparedNorm& norm, TensorView input, TensorView output);
    /// input [rows, n_in] -> output [rows, n_out]. For add_residual, output holds the residual before the call.
    void linear(OpTag tag, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output);
    /// Whole-window attention without a mask: per head h of width 64 = cols / n_heads, softmax(q k^T * 64^-0.5) v.
    /// q [n_q, d], k and v [n_kv, d], output [n_q, d].
    void attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output);
    /// Decoder attention over a cache. q [n_new, d]; k and v [n_kv, d]. `n_past` >= 0: causal, row i sees keys 0 .. n_past + i
    /// (n_past + n_new == n_kv); -1: cross-attention, every row sees every key. `scores`, where its data is not null, receives
    /// the scaled scores before the softmax as [n_heads * n_new, n_kv], row h * n_new + i (for word times); those that a causal row
    /// does not see are unspecified.
    void cached_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past, TensorView output,
                          TensorView scores = {});
    /// output row i = table row tokens[i].token + positions row tokens[i].position. The table is the vocabulary projection.
    void embed(OpTag tag, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
               TensorView output);

    /// Makes the view's content, written on the host, visible to the device.
    void upload(OpTag tag, TensorView view);
    /// Waits for all ops so far and makes the view's content readable on the host.
    void download(OpTag tag, TensorView view);
    /// The same for several views at once: one wait for all of them.
    void download(OpTag tag, std::span<const TensorView> views);

    /// True where the backend computes the log-mel spectrogram itself; otherwise features/LogMelExtractor does.
    [[nodiscard]] virtual bool has_log_mel() const noexcept { return false; }
    /// samples [1, n_frames * 160 + 400]: the window's sound with 200 samples of context on either side; maximum: the file's log10
    /// maximum; output [n_mels, n_frames] normalised. Where it is the first frames of a wider tensor, the frames behind become
    /// zero. Only where has_log_mel().
    void log_mel(OpTag tag, TensorView samples, float maximum, TensorView output);

    /// Receives the timing records from now on; null stops measuring. The sink must outlive its use here.
    void set_timing_sink(OpTimingSink* sink) noexcept { sink_ = sink; }
    [[nodiscard]] OpTimingSink* timing_sink() const noexcept { return sink_; }

    /// Receives a sentence for people when the backend has to go on otherwise than it was asked to: an NPU failed and the CPU took
    /// over. description() says so too from then on. Called on the thread that runs the ops.
    using NoticeReceiver = std::function<void(const std::string& sentence)>;
    void set_notice_receiver(NoticeReceiver receiver) { notice_receiver_ = std::move(receiver); }

    /// Which program ran for which shape, for people, one line each; empty where a backend makes no such choice. Any thread.
    [[nodiscard]] virtual std::string kernel_selection() const { return {}; }

protected:
    KernelBackend() = default;

    void notify(const std::string& sentence) const {
        if (notice_receiver_) notice_receiver_(sentence);
    }
    /// The record of the op that is being run, without its times: for backends that report them later. Valid inside run_*().
    [[nodiscard]] const OpRecord& op_record() const noexcept { return record_; }

    /// "cpu", "npu": the `device` of this backend's records.
    [[nodiscard]] virtual std::string_view timing_device() const noexcept = 0;
    /// True where the backend queues ops and reports each one's duration to the sink itself when it is known.
    [[nodiscard]] virtual bool reports_own_timings() const noexcept { return false; }
    /// True where activations live on a device: only then do upload() and download() call run_upload() and run_download().
    [[nodiscard]] virtual bool has_device_memory() const noexcept { return false; }

    // Shapes are already checked when these are called.
    virtual void run_conv_gelu(OpTag tag, const PreparedConv& conv, TensorView input, bool time_major, const TensorView* positions,
                               TensorView output) = 0;
    virtual void run_layer_norm(OpTag tag, const PreparedNorm& norm, TensorView input, TensorView output) = 0;
    virtual void run_linear(OpTag tag, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) = 0;
    virtual void run_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) = 0;
    virtual void run_cached_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                                      TensorView output, TensorView scores) = 0;
    virtual void run_embed(OpTag tag, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                           TensorView output) = 0;
    virtual void run_upload(OpTag /*tag*/, TensorView /*view*/) {}
    virtual void run_download(OpTag /*tag*/, std::span<const TensorView> /*views*/) {}
    virtual void run_log_mel(OpTag tag, TensorView samples, float maximum, TensorView output);

private:
    template <typename Op>
    void timed(OpRecord record, Op op);

    OpTimingSink* sink_ = nullptr;
    NoticeReceiver notice_receiver_;
    OpRecord record_{.tag = {.kind = OpKind::transfer}};
};

}  // namespace tilescribe
