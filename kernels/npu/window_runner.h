// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_job.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// Runs a window's jobs and decides what happens after a fault: the context is rebuilt and the window repeated, once per window;
/// after the second failure, a lost device or too many rebuilt contexts the array is given up.
class WindowRunner {
public:
    struct Rules {
        std::chrono::milliseconds timeout{10'000};  ///< for one submission; the driver's own limit is 2 s for a hung run
        int most_rebuilds = 3;                      ///< of a run of the program: a device that keeps failing is no use
        bool probes = true;                         ///< one job in the middle of each window is checked, another one each time
    };
    using Notice = std::function<void(const std::string& sentence)>;

    WindowRunner(ArrayDevice& device, const Rules& rules) : device_(device), rules_(rules) {}

    /// The jobs' reports; nothing where the array is given up: why_given_up() then says why.
    [[nodiscard]] std::optional<std::vector<JobReport>> run(std::vector<ArrayJob>& jobs, const Notice& notice);
    [[nodiscard]] const std::string& why_given_up() const noexcept { return why_given_up_; }

private:
    [[nodiscard]] int next_probe(const std::vector<ArrayJob>& jobs);
    [[nodiscard]] bool rebuild(const NpuFault& fault, const Notice& notice);

    ArrayDevice& device_;
    Rules rules_;
    int rebuilds_ = 0;
    std::size_t windows_ = 0;
    std::string why_given_up_;
};

}  // namespace tilescribe::npu
