// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/op_timing.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// Compares a few elements of an op's output with a host computation. Reads device buffers, so only between runs.
class SpotCheck {
public:
    SpotCheck() = default;
    SpotCheck(const SpotCheck&) = delete;
    SpotCheck& operator=(const SpotCheck&) = delete;
    virtual ~SpotCheck() = default;
    /// Right before the op, for ops that write over what they read.
    virtual void before() {}
    /// After the op. Empty: all is well; otherwise what is wrong, as the end of a sentence.
    [[nodiscard]] virtual std::string after() = 0;
};

struct ArrayKernel;

/// One op of a window as the array does it: one or more runs.
struct ArrayJob {
    struct Run {
        const LoadedProgram* program = nullptr;
        std::vector<DeviceBuffer*> arguments;
        ArrayKernel* kernel = nullptr;  ///< for the kernel-selection log
    };
    OpRecord record{.tag = {.kind = OpKind::transfer}};  ///< without times
    std::vector<Run> runs;
    std::unique_ptr<SpotCheck> check;  ///< may be null
    bool output_lasts = false;         ///< its operands stay as they are until the window's end, so it can be checked there
    std::function<void()> on_cpu;      ///< the same op by the CPU, on the tensors' host side
};

struct JobReport {
    std::vector<RunReport> runs;
};

/// Runs the jobs in order with one submission, or two or three where one job in the middle is checked (`probe`: its index, -1:
/// none), and then all checks of jobs whose output lasts. Throws NpuFault; a failed check is one of kind wrong_result.
/// `submissions` is counted up with every submission, before its first run is queued.
[[nodiscard]] std::vector<JobReport> run_jobs(ArrayDevice& device, std::vector<ArrayJob>& jobs, int probe,
                                              std::chrono::milliseconds timeout, std::uint64_t& submissions);

}  // namespace tilescribe::npu
