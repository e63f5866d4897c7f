// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/time_simulation.h"
#include "kernels/npu/array_device.h"

#include <string>
#include <vector>

namespace tilescribe::npu {

/// The emulated array's clock without its arithmetic: programs are checked and timed as EmulatedArrayDevice does, but nothing is
/// computed, so a window of the largest network takes no longer than its programs' simulation. What buffers hold means nothing.
class TimingDevice final : public ArrayDevice {
public:
    explicit TimingDevice(ArrayGeneration generation);

    [[nodiscard]] ArrayGeneration generation() const noexcept override { return generation_; }
    [[nodiscard]] const std::string& description() const noexcept override { return description_; }
    [[nodiscard]] bool is_simulated() const noexcept override { return true; }
    [[nodiscard]] std::unique_ptr<DeviceBuffer> allocate(std::size_t bytes) override;
    [[nodiscard]] std::unique_ptr<LoadedProgram> load(std::span<const std::uint32_t> words) override;
    void enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) override;
    [[nodiscard]] std::vector<RunReport> wait(std::chrono::milliseconds timeout) override;
    void rebuild_context() override {}

    /// Of a program that this device loaded.
    [[nodiscard]] static const TimeReport& time_of(const LoadedProgram& program);
    [[nodiscard]] static std::span<const std::uint32_t> words_of(const LoadedProgram& program);

private:
    ArrayGeneration generation_;
    std::string description_;
    std::vector<const LoadedProgram*> queue_;
};

}  // namespace tilescribe::npu
