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

/// Kinds of ops take turns, and of a kind one job after the other.
int WindowRunner::next_probe(const std::vector<ArrayJob>& jobs) {
    if (!rules_.probes) return -1;
    const auto probes_of = [this](const ArrayJob& job) -> std::size_t& {
        return probes_[static_cast<std::size_t>(job.record.tag.kind)];
    };
    const auto can_be_probed = [](const ArrayJob& job) { return job.check && !job.output_lasts; };
    const ArrayJob* rarest = nullptr;
    for (const ArrayJob& job : jobs)
        if (can_be_probed(job) && (rarest == nullptr || probes_of(job) < probes_of(*rarest))) rarest = &job;
    if (rarest == nullptr) return -1;
    std::vector<int> candidates;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (can_be_probed(jobs[i]) && jobs[i].record.tag.kind == rarest->record.tag.kind) candidates.push_back(static_cast<int>(i));
    return candidates[probes_of(*rarest)++ % candidates.size()];
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
