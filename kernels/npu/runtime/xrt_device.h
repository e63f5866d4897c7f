// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/runtime/xrt_plugin.h"
#include "kernels/npu/runtime/xrt_submission.h"
#include "kernels/npu/runtime/xrt_version.h"

#include <optional>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// The array through XRT: one device, one xclbin, one context, one kernel; every call is kernel(3, instructions, count,
/// buffers...).
class XrtDevice final : public ArrayDevice {
public:
    /// Throws NpuFault (refused).
    explicit XrtDevice(const XrtDeviceOptions& options);
    ~XrtDevice() override;

    [[nodiscard]] ArrayGeneration generation() const noexcept override { return options_.generation; }
    [[nodiscard]] const std::string& description() const noexcept override { return description_; }
    [[nodiscard]] bool is_simulated() const noexcept override { return false; }
    [[nodiscard]] std::unique_ptr<DeviceBuffer> allocate(std::size_t bytes) override;
    [[nodiscard]] std::unique_ptr<LoadedProgram> load(std::span<const std::uint32_t> words) override;
    void enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) override;
    [[nodiscard]] std::vector<RunReport> wait(std::chrono::milliseconds timeout) override;
    void rebuild_context() override;

private:
    void open_context();
    void drop_context();

    XrtDeviceOptions options_;
    std::string description_;
    xrt::device device_;
    xrt::uuid xclbin_;
    std::string kernel_name_;
    int arguments_ = 0;                     ///< of the kernel, with opcode, instructions and their number
    std::vector<xrt::memory_group> banks_;  ///< of the data arguments
    xrt::memory_group instruction_bank_ = 0;
    std::optional<XrtContext> context_;
    std::optional<xrt::kernel> kernel_;
    std::vector<xrt::run> queue_;
    std::optional<XrtSubmission> failed_;  ///< the device may still be busy with it: kept until the context is gone
};

}  // namespace tilescribe::npu
