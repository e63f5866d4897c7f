// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigset_t is POSIX
#include <stop_token>
#include <thread>

namespace tilescribe {

/// Turns the first SIGINT, SIGTERM or SIGHUP into a stop request; a second one ends the program at once with status 130.
/// To be made before any other thread is: it blocks the signals, and threads inherit that. A signal that the program was started
/// to ignore (nohup) stays ignored. Afterwards the signals stay blocked: once per process, for its main command.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const noexcept { return stop_.get_token(); }
    [[nodiscard]] bool is_requested() const noexcept { return stop_.stop_requested(); }

private:
    void wait_for_signals();

    sigset_t signals_{};
    std::stop_source stop_;
    std::atomic<bool> is_over_ = false;
    std::thread waiter_;
};

}  // namespace tilescribe
