// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"
#include "kernels/npu/array_device.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/npu_tensor.h"
#include "kernels/npu/packed_weights.h"
#include "kernels/npu/program_library.h"
#include "kernels/npu/window_runner.h"

#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tilescribe::npu {

class HostLogMel;
class LogMelBuffers;
class NpuConv;
class NpuNorm;
struct AttentionUnderCheck;

struct NpuBackendOptions {
    std::string name = "npu";        ///< as in the registry
    GemmType type = GemmType::bf16;  ///< of the linear layers; convolutions and attention are bf16 always
    int cpu_threads = 0;             ///< of the CPU backend that decodes; 0: as many as physical cores
    WindowRunner::Rules rules = {};  ///< what happens after faults
    bool checks_outputs = true;      ///< spot checks (spot_check.h)
};

/// What went up and down so far, without weights and without what spot checks read.
struct TransferCounts {
    std::int64_t uploads = 0;    ///< tensors written to the device
    std::int64_t downloads = 0;  ///< calls that brought tensors back, however many tensors each
    std::int64_t bytes_up = 0;
    std::int64_t bytes_down = 0;
};

/// The encoder's ops on an NPU's array (or the emulated one), the decoder's on the CPU.
///
/// Ops on the array are queued; download() submits a window's ops at once and waits. Activations stay on the device from the upload
/// to the download. Which op goes where: linear layers prepared for many rows, convolutions, attention, and layer norms that are
/// not the decoder's go to the array, where all their operands are whole tensors of allocate(); everything else is the CPU's.
///
/// After faults (WindowRunner) the CPU takes over for good: it repeats the window with the array's own weights, which it gets back
/// from their packed form then and not before. A notice says so, and description().
class NpuBackend final : public KernelBackend {
public:
    NpuBackend(std::unique_ptr<ArrayDevice> device, const NpuBackendOptions& options);
    ~NpuBackend() override;

    [[nodiscard]] const BackendDescription& description() const noexcept override { return description_; }
    [[nodiscard]] std::unique_ptr<PreparedLinear> prepare_linear(const LinearWeights& weights, LinearUse use) override;
    [[nodiscard]] std::unique_ptr<PreparedConv> prepare_conv(const ConvWeights& weights) override;
    [[nodiscard]] std::unique_ptr<PreparedNorm> prepare_norm(const NormWeights& weights) override;
    [[nodiscard]] Tensor allocate(std::int64_t rows, std::int64_t cols) override;
    [[nodiscard]] std::string kernel_selection() const override;

    [[nodiscard]] bool has_log_mel() const noexcept override { return true; }

    [[nodiscard]] const PackingCounts& packing() const noexcept { return packing_.counts; }
    [[nodiscard]] const TransferCounts& transfers() const noexcept { return transfers_; }
    [[nodiscard]] const ProgramLibrary& library() const noexcept { return library_; }
    [[nodiscard]] ArrayDevice& device() const noexcept { return *device_; }
    /// True once the CPU has taken over.
    [[nodiscard]] bool is_given_up() const noexcept { return is_given_up_; }

private:
    [[nodiscard]] std::string_view timing_device() const noexcept override { return "npu"; }
    [[nodiscard]] bool reports_own_timings() const noexcept override { return true; }
    [[nodiscard]] bool has_device_memory() const noexcept override { return true; }
    void run_conv_gelu(OpTag tag, const PreparedConv& conv, TensorView input, bool time_major, const TensorView* positions,
                       TensorView output) override;
    void run_layer_norm(OpTag tag, const PreparedNorm& norm, TensorView input, TensorView output) override;
    void run_linear(OpTag tag, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) override;
    void run_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) override;
    void run_cached_attention(OpTag tag, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                              TensorView output, TensorView scores) override;
    void run_embed(OpTag tag, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                   TensorView output) override;
    void run_log_mel(OpTag tag, TensorView samples, float maximum, TensorView output) override;
    void run_upload(OpTag tag, TensorView view) override;
    void run_download(OpTag tag, std::span<const TensorView> views) override;

    using Operands = std::initializer_list<const TensorView*>;
    /// True where all operands are whole tensors of ours and the array is not given up.
    [[nodiscard]] bool can_run(Operands operands) const;
    /// Asks something of the device outside a window's runs. After a fault the context is rebuilt and it is tried again, once; then
    /// the array is given up. True where it was done.
    bool attempt(const std::function<void()>& work);
    /// Designs and queues an op of the array; where that cannot be done, the array is given up and the CPU does it.
    void queue(Operands reads, const TensorView& output, const std::function<void(ArrayJob&)>& build,
               const std::function<void()>& on_cpu);
    void run_on_cpu(Operands reads, Operands writes, const std::function<void()>& op);

    // An op's runs (npu_backend_jobs.cpp).
    void add_conv(ArrayJob& job, const NpuConv& conv, NpuTensor& input, bool time_major, NpuTensor* positions, NpuTensor& output);
    void add_norm(ArrayJob& job, const NpuNorm& norm, NpuTensor& input, NpuTensor& output);
    void add_linear(ArrayJob& job, PackedWeights& weights, NpuTensor& input, Epilogue epilogue, NpuTensor& output);
    void add_attention(ArrayJob& job, const AttentionUnderCheck& attention);
    void add_log_mel(ArrayJob& job, TensorView samples, float maximum, TensorView output);
    void add_product(ArrayJob& job, PackedWeights& weights, const GemmProblem& problem, NpuTensor& input, NpuTensor* residual,
                     NpuTensor& output);
    [[nodiscard]] DeviceBuffer& product_operand(ArrayJob& job, GemmType type, NpuTensor& input);
    void add_run(ArrayJob& job, ArrayKernel& kernel, std::vector<DeviceBuffer*> arguments);

    // The window (npu_backend_window.cpp).
    struct Operand {
        NpuTensor* tensor;
        DeviceLayout layout;
        bool is_read = true;
        bool is_written = false;
        bool leaves_zeros = false;  ///< behind the last row
    };
    /// Sees to it that what an op reads is in device buffers of these layouts when the window runs.
    void place(std::initializer_list<Operand> operands);
    [[nodiscard]] bool settle(const Operand& operand);
    void bring_to_host(const TensorView& view);
    void finish_window(std::span<NpuTensor* const> wanted);
    void finish_window_early(NpuTensor* also);
    void upload_all(bool is_repeated);
    void publish(const std::vector<JobReport>& reports, std::chrono::nanoseconds start);
    void record_transfer(std::int64_t bytes, std::chrono::steady_clock::time_point begin);
    void give_up(const std::string& why);
    void forget_window();
    void take_back_window();

    NpuBackendOptions options_;
    std::unique_ptr<ArrayDevice> device_;
    std::unique_ptr<KernelBackend> cpu_;
    BackendDescription description_;
    ProgramLibrary library_;
    WindowRunner runner_;
    TransferCounts transfers_;
    Packing packing_;
    bool is_given_up_ = false;
    std::int64_t products_ = 0;

    mutable std::mutex selection_mutex_;
    std::string selection_;  ///< as of the last window

    std::unique_ptr<LogMelBuffers> log_mel_buffers_;
    std::unique_ptr<HostLogMel> host_log_mel_;

    // The window that is being queued.
    struct Upload {
        NpuTensor* tensor;                    ///< null for what is not a tensor's image
        std::function<std::int64_t()> write;  ///< bytes
        bool only_when_repeated;              ///< the device has it already, but an op of this window may write over it
    };
    std::vector<ArrayJob> jobs_;
    std::vector<Upload> uploads_;
    std::vector<NpuTensor*> written_;
};

/// The tensor that a view of allocate() belongs to.
[[nodiscard]] NpuTensor& tensor_of(const TensorView& view);
/// Null for memory that is not this backend's.
[[nodiscard]] NpuTensor* tensor_or_null(const TensorView& view) noexcept;

}  // namespace tilescribe::npu
