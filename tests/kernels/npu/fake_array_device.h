// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe::npu::testing {

/// An array that computes nothing: it counts what it is asked to do and fails when it is told to.
class FakeArrayDevice final : public ArrayDevice {
public:
    struct Program final : LoadedProgram {};

    [[nodiscard]] ArrayGeneration generation() const noexcept override { return ArrayGeneration::npu1; }
    [[nodiscard]] const std::string& description() const noexcept override { return description_; }
    [[nodiscard]] bool is_simulated() const noexcept override { return true; }
    [[nodiscard]] std::unique_ptr<DeviceBuffer> allocate(std::size_t /*bytes*/) override { return nullptr; }
    [[nodiscard]] std::unique_ptr<LoadedProgram> load(std::span<const std::uint32_t> /*words*/) override {
        return std::make_unique<Program>();
    }
    void enqueue(const LoadedProgram& /*program*/, std::span<DeviceBuffer* const> /*arguments*/) override { ++queued_; }
    [[nodiscard]] std::vector<RunReport> wait(std::chrono::milliseconds /*timeout*/) override {
        submissions.push_back(queued_);
        const int runs = std::exchange(queued_, 0);
        if (!failures.empty()) {
            const std::string failure = failures.front();
            failures.pop_front();
            if (!failure.empty()) throw NpuFault(kind, failure);
        }
        return std::vector<RunReport>(
            static_cast<std::size_t>(runs),
            {.duration = std::chrono::microseconds(10), .simulated = true, .utilisation = 0.5, .bytes_moved = 100});
    }
    void rebuild_context() override {
        ++rebuilds;
        if (refuses_context) throw NpuFault(FaultKind::refused, "No context.");
    }

    std::deque<std::string> failures;  ///< of the next submissions; empty: it succeeds
    FaultKind kind = FaultKind::timed_out;
    bool refuses_context = false;
    std::vector<int> submissions;  ///< runs in each
    int rebuilds = 0;

private:
    std::string description_ = "fake";
    int queued_ = 0;
};

}  // namespace tilescribe::npu::testing
