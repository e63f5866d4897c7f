// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array_job.h"

#include <cstddef>

namespace tilescribe::npu {
namespace {

void verify(ArrayJob& job) {
    if (!job.check) return;
    const std::string wrong = job.check->after();
    if (!wrong.empty())
        throw NpuFault(FaultKind::wrong_result,
                       "The NPU's output is wrong: in " + std::string(title_of(job.record.tag.kind)) + ", " + wrong);
}

class Submission {
public:
    Submission(ArrayDevice& device, std::vector<ArrayJob>& jobs, std::chrono::milliseconds timeout, std::uint64_t& submissions)
        : device_(device), jobs_(jobs), timeout_(timeout), submissions_(submissions), reports_(jobs.size()) {}

    /// Jobs [first, end) in one submission.
    void run(std::size_t first, std::size_t end) {
        if (first >= end) return;
        ++submissions_;  // first: from here on the device may write, whatever else fails
        std::vector<std::size_t> job_of_run;
        for (std::size_t i = first; i < end; ++i) {
            for (const ArrayJob::Run& part : jobs_[i].runs) {
                device_.enqueue(*part.program, part.arguments);
                job_of_run.push_back(i);
            }
        }
        const std::vector<RunReport> parts = device_.wait(timeout_);
        if (parts.size() != job_of_run.size())
            throw NpuFault(FaultKind::run_failed, "The NPU finished " + std::to_string(parts.size()) + " of " +
                                                      std::to_string(job_of_run.size()) + " runs.");
        for (std::size_t r = 0; r < parts.size(); ++r) reports_[job_of_run[r]].runs.push_back(parts[r]);
    }
    std::vector<JobReport> take_reports() { return std::move(reports_); }

private:
    ArrayDevice& device_;
    std::vector<ArrayJob>& jobs_;
    std::chrono::milliseconds timeout_;
    std::uint64_t& submissions_;
    std::vector<JobReport> reports_;
};

}  // namespace

std::vector<JobReport> run_jobs(ArrayDevice& device, std::vector<ArrayJob>& jobs, int probe, std::chrono::milliseconds timeout,
                                std::uint64_t& submissions) {
    Submission submission(device, jobs, timeout, submissions);
    std::size_t begin = 0;
    if (probe >= 0 && static_cast<std::size_t>(probe) < jobs.size() && jobs[probe].check) {
        ArrayJob& probed = jobs[probe];
        submission.run(0, static_cast<std::size_t>(probe));
        probed.check->before();
        begin = static_cast<std::size_t>(probe) + 1;
        submission.run(begin - 1, begin);
        verify(probed);
    }
    submission.run(begin, jobs.size());
    for (ArrayJob& job : jobs)
        if (job.output_lasts) verify(job);
    return submission.take_reports();
}

}  // namespace tilescribe::npu
