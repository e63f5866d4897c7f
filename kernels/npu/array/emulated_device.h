// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/array_device.h"

#include <memory>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// Trouble that a test orders.
enum class InjectedFault : std::uint8_t {
    none,
    error_state,      ///< the run ends in an error state; the context must be rebuilt
    time_out,         ///< the run does not end; the context must be rebuilt
    lost_device,      ///< nothing works any more
    refused_context,  ///< the run fails and rebuild_context() is refused
    short_transfer,   ///< silently: the last object does not reach DRAM
    corrupted_tile,   ///< silently: an object is changed on its way
};

/// The emulated array as a device of this process. Buffers have separate copies for host and array, so that a forgotten
/// sync_to_device() or sync_from_device() shows: a new buffer's device copy is garbage (NaN). Durations come from the time model,
/// the host's call included: device_table.h's call_microseconds each, single_call_microseconds for a run on its own.
class EmulatedArrayDevice final : public ArrayDevice {
public:
    EmulatedArrayDevice(ArrayGeneration generation, int threads, const KernelSet& kernels = KernelSet::real());

    [[nodiscard]] ArrayGeneration generation() const noexcept override { return array_.generation(); }
    [[nodiscard]] const std::string& description() const noexcept override { return description_; }
    [[nodiscard]] bool is_simulated() const noexcept override { return true; }
    [[nodiscard]] std::unique_ptr<DeviceBuffer> allocate(std::size_t bytes) override;
    [[nodiscard]] std::unique_ptr<LoadedProgram> load(std::span<const std::uint32_t> words) override;
    void enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) override;
    [[nodiscard]] std::vector<RunReport> wait(std::chrono::milliseconds timeout) override;
    void rebuild_context() override;

    /// For tests: the fault comes with the run after `runs_before` more, and then with as many runs as `times` says.
    void inject(InjectedFault fault, int runs_before = 0, int times = 1);

private:
    struct Run {
        std::shared_ptr<const EmulatedProgram> program;
        std::vector<std::span<std::byte>> arguments;
    };
    [[nodiscard]] InjectedFault next_fault() noexcept;
    void start(const Run& run, std::chrono::milliseconds timeout);
    void expect_context() const;

    EmulatedArray array_;
    std::string description_;
    std::vector<Run> queue_;
    InjectedFault fault_ = InjectedFault::none;
    int runs_before_fault_ = 0;
    int faults_left_ = 0;
    bool is_lost_ = false;
    bool is_broken_ = false;  ///< the context must be rebuilt
    bool refuses_context_ = false;
};

/// threads: 0 for as many as the machine has physical cores.
[[nodiscard]] std::unique_ptr<ArrayDevice> make_emulated_device(ArrayGeneration generation, int threads);

}  // namespace tilescribe::npu
