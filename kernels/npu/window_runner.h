// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_job.h"

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe::npu {

/// Runs a window's jobs and decides what happens after a fault: the context is rebuilt and the window repeated, once per window;
/// after the second failure, a refusal, a lost device or too many rebuilt contexts the array is given up.
class WindowRunner {
public:
    struct Rules {
        std::chrono::milliseconds timeout{10'000};  ///< for one submission; the driver's own limit is 2 s for a hung run
        int most_rebuilds = 3;                      ///< of a run of the program: a device that keeps failing is no use
        bool probes = true;                         ///< one job in the middle of each window is checked, another kind each time
    };
    using Notice = std::function<void(const std::string& sentence)>;  ///< a sentence for people
    /// What belongs to a window besides its jobs. All but `notice` may throw NpuFault, and belong to what is repeated.
    struct Hooks {
        std::function<void(bool is_repeated)> begin;  ///< uploads; may be empty
        std::function<void()> end;                    ///< downloads; may be empty
        Notice notice;                                ///< may be empty
    };

    WindowRunner(ArrayDevice& device, const Rules& rules) : device_(device), rules_(rules) {}

    /// How often the array was given something to do.
    [[nodiscard]] std::shared_ptr<const std::uint64_t> submissions() const noexcept { return submissions_; }

    /// The jobs' reports; nothing where the array is given up: why_given_up() then says why.
    [[nodiscard]] std::optional<std::vector<JobReport>> run(std::vector<ArrayJob>& jobs, const Hooks& hooks);
    /// After a fault of something else that the device was asked for (an upload at load, say), by the same rules: true where the
    /// context was rebuilt, so that it is worth another try. `is_repeated`: this was the second try. `what_follows` ends the notice
    /// ("it is tried again").
    [[nodiscard]] bool recover(const NpuFault& fault, bool is_repeated, std::string_view what_follows, const Notice& notice);
    [[nodiscard]] const std::string& why_given_up() const noexcept { return why_given_up_; }

private:
    [[nodiscard]] int next_probe(const std::vector<ArrayJob>& jobs);

    ArrayDevice& device_;
    Rules rules_;
    int rebuilds_ = 0;
    std::array<std::size_t, op_kind_count> probes_{};  ///< by kind of op
    std::string why_given_up_;
    std::shared_ptr<std::uint64_t> submissions_ = std::make_shared<std::uint64_t>(0);
};

}  // namespace tilescribe::npu
