// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_submission.h"

#include "kernels/npu/runtime/xrt_fault.h"

#include <algorithm>
#include <condition_variable>
#include <string>

namespace tilescribe::npu {
namespace {

using Clock = std::chrono::steady_clock;
using Durations = std::vector<std::chrono::nanoseconds>;

constexpr std::size_t most_pending = 4;
constexpr std::size_t longest_list = 64;

/// Never 0, which would mean "for ever" to XRT.
std::chrono::milliseconds left_until(Clock::time_point deadline) {
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()), std::chrono::milliseconds(1));
}

NpuFault timed_out(std::chrono::milliseconds timeout) {
    return {FaultKind::timed_out, "A run on the NPU did not end within " + std::to_string(timeout.count()) + " ms."};
}

/// Where XRT has no lists.
[[maybe_unused]] Durations execute_in_order(std::span<xrt::run> runs, Clock::time_point deadline,
                                            std::chrono::milliseconds timeout) {
    Durations durations;
    std::size_t started = 0;
    Clock::time_point before = Clock::now();
    while (durations.size() < runs.size()) {
        for (; started < std::min(runs.size(), durations.size() + most_pending); ++started) runs[started].start();
        const ert_cmd_state state = runs[durations.size()].wait(left_until(deadline));
        // The driver's own time-out has the same state: only the clock tells them apart.
        if (state == ERT_CMD_STATE_TIMEOUT && Clock::now() >= deadline) throw timed_out(timeout);
        if (state != ERT_CMD_STATE_COMPLETED) throw run_state_fault(state);
        const Clock::time_point now = Clock::now();
        durations.push_back(now - std::exchange(before, now));
    }
    return durations;
}

template <typename List>
Durations execute_as_lists(const XrtContext& context, std::span<xrt::run> runs, Clock::time_point deadline,
                           std::chrono::milliseconds timeout, std::shared_ptr<void>& in_execution) {
    Durations durations;
    try {
        while (!runs.empty()) {
            const std::size_t count = std::min(runs.size(), longest_list);
            const auto list = std::make_shared<List>(context);
            in_execution = list;
            for (const xrt::run& run : runs.first(count)) list->add(run);
            const Clock::time_point before = Clock::now();
            list->execute();
            if (list->wait(left_until(deadline)) == std::cv_status::timeout) throw timed_out(timeout);
            // One command for all of them: no run's own end is known.
            durations.insert(durations.end(), count, (Clock::now() - before) / static_cast<std::int64_t>(count));
            runs = runs.subspan(count);
        }
    } catch (const typename List::command_error& error) {
        throw run_state_fault(error.get_command_state());
    }
    in_execution.reset();
    return durations;
}

/// A template, so that what this version of XRT lacks is not compiled.
template <typename List>
Durations execute_runs(const XrtContext& context, std::span<xrt::run> runs, std::chrono::milliseconds timeout,
                       std::shared_ptr<void>& in_execution) {
    const Clock::time_point deadline = Clock::now() + timeout;
    if constexpr (complete_type<List>) {
        return execute_as_lists<List>(context, runs, deadline, timeout, in_execution);
    } else {
        return execute_in_order(runs, deadline, timeout);
    }
}

}  // namespace

Durations XrtSubmission::execute(const XrtContext& context, std::chrono::milliseconds timeout) {
    try {
        return execute_runs<xrt::runlist>(context, runs_, timeout, list_);
    } catch (const NpuFault&) {
        throw;
    } catch (const std::exception& error) {
        throw xrt_fault(XrtStep::run, error);
    }
}

}  // namespace tilescribe::npu
