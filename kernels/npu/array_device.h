// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// The two generations that differ in their instruction set and grid.
enum class ArrayGeneration : std::uint8_t { npu1, npu4 };

/// Memory that the array reads and writes. Host and device see different copies until they are synchronised.
class DeviceBuffer {
public:
    DeviceBuffer() = default;
    DeviceBuffer(const DeviceBuffer&) = delete;
    DeviceBuffer& operator=(const DeviceBuffer&) = delete;
    virtual ~DeviceBuffer() = default;
    [[nodiscard]] virtual std::span<std::byte> host() noexcept = 0;
    virtual void sync_to_device(std::size_t offset, std::size_t bytes) = 0;
    virtual void sync_from_device(std::size_t offset, std::size_t bytes) = 0;
};

/// An instruction stream made runnable on a device. Immutable; belongs to the device that loaded it.
class LoadedProgram {
public:
    LoadedProgram() = default;
    LoadedProgram(const LoadedProgram&) = delete;
    LoadedProgram& operator=(const LoadedProgram&) = delete;
    virtual ~LoadedProgram() = default;
};

/// How a run failed, and what the caller can do about it.
enum class FaultKind : std::uint8_t {
    refused,       ///< the context or a buffer was not granted: see the sentence; try later or elsewhere
    timed_out,     ///< no answer in time: rebuild the context once, repeat the window
    run_failed,    ///< the device reported an error state: likewise
    device_lost,   ///< the device is gone: go on elsewhere
    wrong_result,  ///< a spot check found silently wrong data: rebuild once, repeat
};

class NpuFault : public std::runtime_error {
public:
    NpuFault(FaultKind kind, const std::string& sentence) : std::runtime_error(sentence), kind_(kind) {}
    [[nodiscard]] FaultKind kind() const noexcept { return kind_; }

private:
    FaultKind kind_;
};

/// One finished run.
struct RunReport {
    std::chrono::nanoseconds duration{};  ///< on the array; from the time model where `simulated`
    bool simulated = false;
    double utilisation = 0;        ///< of the array's peak in this run's type; 0 where it is not known
    std::int64_t bytes_moved = 0;  ///< over the shim; 0 where it is not known
};

/// An array with one hardware context: hardware through XRT, or the emulated array. One thread at a time.
class ArrayDevice {
public:
    ArrayDevice() = default;
    ArrayDevice(const ArrayDevice&) = delete;
    ArrayDevice& operator=(const ArrayDevice&) = delete;
    virtual ~ArrayDevice() = default;

    [[nodiscard]] virtual ArrayGeneration generation() const noexcept = 0;
    [[nodiscard]] virtual const std::string& description() const noexcept = 0;  ///< for people
    [[nodiscard]] virtual bool is_simulated() const noexcept = 0;

    [[nodiscard]] virtual std::unique_ptr<DeviceBuffer> allocate(std::size_t bytes) = 0;
    /// words: a serialised ArrayProgram. Throws NpuFault (refused) where the array cannot run it, with the reason.
    [[nodiscard]] virtual std::unique_ptr<LoadedProgram> load(std::span<const std::uint32_t> words) = 0;
    /// Queues a run; program and buffers must live until wait() returns.
    virtual void enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) = 0;
    /// Runs everything queued, in order, and returns a report each. Throws NpuFault; the queue is then empty.
    [[nodiscard]] virtual std::vector<RunReport> wait(std::chrono::milliseconds timeout) = 0;
    /// Throws the context away and makes a new one after a fault; loaded programs and buffers stay usable.
    virtual void rebuild_context() = 0;
};

}  // namespace tilescribe::npu
