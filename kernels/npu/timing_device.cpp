// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/timing_device.h"

#include "kernels/npu/array/device_table.h"
#include "kernels/npu/array/emulated_array.h"

#include <algorithm>
#include <utility>

namespace tilescribe::npu {
namespace {

class HostBuffer final : public DeviceBuffer {
public:
    explicit HostBuffer(std::size_t bytes) : bytes_(bytes) {}
    [[nodiscard]] std::span<std::byte> host() noexcept override { return bytes_; }
    void sync_to_device(std::size_t /*offset*/, std::size_t /*bytes*/) override {}
    void sync_from_device(std::size_t /*offset*/, std::size_t /*bytes*/) override {}

private:
    std::vector<std::byte> bytes_;
};

struct TimedProgram final : LoadedProgram {
    TimedProgram(std::span<const std::uint32_t> stream, const TimeReport& report)
        : words(stream.begin(), stream.end()), time(report) {}
    std::vector<std::uint32_t> words;
    TimeReport time;
};

}  // namespace

TimingDevice::TimingDevice(ArrayGeneration generation)
    : generation_(generation),
      description_(std::string(device_parameters(generation).description) + ", simulated times without results") {}

std::unique_ptr<DeviceBuffer> TimingDevice::allocate(std::size_t bytes) {
    return std::make_unique<HostBuffer>(bytes);
}

std::unique_ptr<LoadedProgram> TimingDevice::load(std::span<const std::uint32_t> words) {
    return std::make_unique<TimedProgram>(words, prepare_program(deserialise(words))->time);
}

void TimingDevice::enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> /*arguments*/) {
    queue_.push_back(&program);
}

std::vector<RunReport> TimingDevice::wait(std::chrono::milliseconds /*timeout*/) {
    const auto queue = std::exchange(queue_, {});
    const TimeParameters& parameters = device_parameters(generation_).time;
    const double shared = std::max(parameters.call_microseconds, parameters.single_call_microseconds /
                                                                     static_cast<double>(std::max<std::size_t>(1, queue.size())));
    const auto call = std::chrono::nanoseconds(static_cast<std::int64_t>(1000 * shared));
    std::vector<RunReport> reports;
    for (const LoadedProgram* program : queue) {
        const TimeReport& time = time_of(*program);
        reports.push_back({.duration = time.duration + call,
                           .simulated = true,
                           .utilisation = time.utilisation,
                           .bytes_moved = time.bytes_read + time.bytes_written});
    }
    return reports;
}

const TimeReport& TimingDevice::time_of(const LoadedProgram& program) {
    return dynamic_cast<const TimedProgram&>(program).time;
}

std::span<const std::uint32_t> TimingDevice::words_of(const LoadedProgram& program) {
    return dynamic_cast<const TimedProgram&>(program).words;
}

}  // namespace tilescribe::npu
