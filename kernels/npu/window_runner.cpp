// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/window_runner.h"

namespace tilescribe::npu {

std::optional<std::vector<JobReport>> WindowRunner::run(std::vector<ArrayJob>& jobs, const Hooks& hooks) {
    const int probe = next_probe(jobs);
    bool is_repeated = false;
    while (true) {
        try {
            if (hooks.begin) hooks.begin(is_repeated);
            std::vector<JobReport> reports = run_jobs(device_, jobs, probe, rules_.timeout, *submissions_);
            if (hooks.end) hooks.end();
            return reports;
        } catch (const NpuFault& fault) {
            if (!recover(fault, is_repeated, "the window is repeated", hooks.notice)) return std::nullopt;
            is_repeated = true;
        }
    }
}

/// Jobs that can be checked in the middle take turns. The step is prime to most counts, so that neighbouring windows look at
/// different kinds of ops.
int WindowRunner::next_probe(const std::vector<ArrayJob>& jobs) {
    if (!rules_.probes) return -1;
    std::vector<int> candidates;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (jobs[i].check && !jobs[i].output_lasts) candidates.push_back(static_cast<int>(i));
    if (candidates.empty()) return -1;
    constexpr std::size_t step = 7;
    return candidates[windows_++ * step % candidates.size()];
}

bool WindowRunner::recover(const NpuFault& fault, bool is_repeated, std::string_view what_follows, const Notice& notice) {
    why_given_up_ = fault.what();
    if (is_repeated) why_given_up_ += " It failed again after its context was rebuilt.";
    // What is refused would be refused again.
    if (is_repeated || fault.kind() == FaultKind::device_lost || fault.kind() == FaultKind::refused) return false;
    if (rebuilds_ >= rules_.most_rebuilds) {
        why_given_up_ += " Its context has been rebuilt " + std::to_string(rebuilds_) + " times already.";
        return false;
    }
    ++rebuilds_;
    try {
        device_.rebuild_context();
    } catch (const NpuFault& refused) {
        why_given_up_ += std::string(" Its context could not be rebuilt: ") + refused.what();
        return false;
    }
    if (notice) notice(std::string(fault.what()) + " Its context was rebuilt and " + std::string(what_follows) + ".");
    return true;
}

}  // namespace tilescribe::npu
