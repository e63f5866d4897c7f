// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_device.h"

#include <algorithm>
#include <utility>

namespace tilescribe::npu {
namespace {

class EmulatedBuffer final : public DeviceBuffer {
public:
    explicit EmulatedBuffer(std::size_t bytes) : host_(bytes), device_(bytes, std::byte{0xFF}) {}

    [[nodiscard]] std::span<std::byte> host() noexcept override { return host_; }
    [[nodiscard]] std::span<std::byte> device() noexcept { return device_; }
    void sync_to_device(std::size_t offset, std::size_t bytes) override { copy(host_, device_, offset, bytes); }
    void sync_from_device(std::size_t offset, std::size_t bytes) override { copy(device_, host_, offset, bytes); }

private:
    static void copy(std::span<const std::byte> from, std::span<std::byte> to, std::size_t offset, std::size_t bytes) {
        if (offset > from.size() || bytes > from.size() - offset)
            throw NpuFault(FaultKind::run_failed, "A sync of " + std::to_string(bytes) + " bytes at " + std::to_string(offset) +
                                                      " leaves a buffer of " + std::to_string(from.size()) + ".");
        std::ranges::copy(from.subspan(offset, bytes), to.subspan(offset).begin());
    }

    std::vector<std::byte> host_;
    std::vector<std::byte> device_;
};

class EmulatedLoadedProgram final : public LoadedProgram {
public:
    explicit EmulatedLoadedProgram(std::shared_ptr<const EmulatedProgram> ready) : program(std::move(ready)) {}
    std::shared_ptr<const EmulatedProgram> program;
};

template <typename Mine, typename Any>
Mine& mine(Any& any, const char* what) {
    auto* const own = dynamic_cast<Mine*>(&any);
    if (own == nullptr) throw NpuFault(FaultKind::run_failed, std::string(what) + " belongs to another kind of device.");
    return *own;
}

constexpr auto lost_sentence = "The emulated array was lost (an injected fault).";

/// A list of runs shares the cost of the calls; one run pays that of a call on its own.
std::chrono::nanoseconds call_time(const TimeParameters& time, std::size_t runs) {
    const double shared = std::max(time.single_call_microseconds / static_cast<double>(runs), time.call_microseconds);
    return std::chrono::nanoseconds(static_cast<std::int64_t>(1000 * shared));
}

}  // namespace

EmulatedArrayDevice::EmulatedArrayDevice(ArrayGeneration generation, int threads, const KernelSet& kernels)
    : array_(generation, threads, kernels),
      description_("emulated " + std::string(device_parameters(generation).description) + ", simulated time") {}

std::unique_ptr<DeviceBuffer> EmulatedArrayDevice::allocate(std::size_t bytes) {
    expect_context();
    return std::make_unique<EmulatedBuffer>(bytes);
}

std::unique_ptr<LoadedProgram> EmulatedArrayDevice::load(std::span<const std::uint32_t> words) {
    expect_context();
    return std::make_unique<EmulatedLoadedProgram>(array_.load(words));
}

void EmulatedArrayDevice::enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) {
    expect_context();
    Run run{.program = mine<const EmulatedLoadedProgram>(program, "The program").program, .arguments = {}};
    for (DeviceBuffer* const buffer : arguments) run.arguments.push_back(mine<EmulatedBuffer>(*buffer, "A buffer").device());
    queue_.push_back(std::move(run));
}

std::vector<RunReport> EmulatedArrayDevice::wait(std::chrono::milliseconds timeout) {
    const std::vector<Run> runs = std::exchange(queue_, {});
    expect_context();
    std::vector<RunReport> reports;
    for (const Run& run : runs) {
        start(run, timeout);
        const TimeReport& time = run.program->time;
        const TimeParameters& parameters = device_parameters(generation()).time;
        reports.push_back({.duration = time.duration + call_time(parameters, runs.size()),
                           .simulated = true,
                           .utilisation = time.utilisation,
                           .bytes_moved = time.bytes_read + time.bytes_written});
    }
    return reports;
}

void EmulatedArrayDevice::start(const Run& run, std::chrono::milliseconds timeout) {
    const std::string& name = run.program->program.name;
    switch (next_fault()) {
        case InjectedFault::none:
            array_.run(*run.program, run.arguments);
            break;
        case InjectedFault::short_transfer:
            array_.run(*run.program, run.arguments, DataDamage::short_transfer);
            break;
        case InjectedFault::corrupted_tile:
            array_.run(*run.program, run.arguments, DataDamage::corrupted_tile);
            break;
        case InjectedFault::lost_device:
            is_lost_ = true;
            throw NpuFault(FaultKind::device_lost, lost_sentence);
        case InjectedFault::time_out:
            is_broken_ = true;
            throw NpuFault(FaultKind::timed_out, "The emulated array did not finish \"" + name + "\" within " +
                                                     std::to_string(timeout.count()) + " ms (an injected fault).");
        case InjectedFault::refused_context:
            refuses_context_ = true;
            [[fallthrough]];
        case InjectedFault::error_state:
            is_broken_ = true;
            throw NpuFault(FaultKind::run_failed,
                           "The emulated array reported an error state in \"" + name + "\" (an injected fault).");
    }
}

void EmulatedArrayDevice::rebuild_context() {
    if (is_lost_) throw NpuFault(FaultKind::device_lost, lost_sentence);
    if (refuses_context_) throw NpuFault(FaultKind::refused, "The emulated array grants no new context (an injected fault).");
    queue_.clear();
    is_broken_ = false;
}

void EmulatedArrayDevice::inject(InjectedFault fault, int runs_before, int times) {
    fault_ = fault;
    runs_before_fault_ = runs_before;
    faults_left_ = times;
}

InjectedFault EmulatedArrayDevice::next_fault() noexcept {
    if (faults_left_ == 0 || runs_before_fault_-- > 0) return InjectedFault::none;
    --faults_left_;
    runs_before_fault_ = 0;
    return fault_;
}

void EmulatedArrayDevice::expect_context() const {
    if (is_lost_) throw NpuFault(FaultKind::device_lost, lost_sentence);
    if (is_broken_) throw NpuFault(FaultKind::run_failed, "The emulated array's context is broken and must be rebuilt.");
}

std::unique_ptr<ArrayDevice> make_emulated_device(ArrayGeneration generation, int threads) {
    return std::make_unique<EmulatedArrayDevice>(generation, threads);
}

}  // namespace tilescribe::npu
