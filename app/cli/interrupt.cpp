// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "app/cli/exit_codes.h"

#include <spdlog/spdlog.h>

#include <initializer_list>
#include <unistd.h>

namespace tilescribe {
namespace {

bool is_ignored(int signal) noexcept {
    struct sigaction action{};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Interrupt::Interrupt() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        if (!is_ignored(signal)) sigaddset(&signals_, signal);
    }
    // The destructor wakes the waiter with it, whatever else is ignored.
    sigaddset(&signals_, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    waiter_ = std::thread([this] { wait_for_signals(); });
}

Interrupt::~Interrupt() {
    is_over_ = true;
    pthread_kill(waiter_.native_handle(), SIGUSR1);
    waiter_.join();
    // The signals stay blocked: the program is ending with its own status, which one more of them must not replace.
}

void Interrupt::wait_for_signals() {
    int signal = 0;
    while (sigwait(&signals_, &signal) == 0 && !is_over_) {
        if (signal == SIGUSR1) continue;
        if (!stop_.request_stop()) _exit(static_cast<int>(ExitCode::interrupted));
        spdlog::warn("Stopping; what is finished will be written. Once more to stop at once.");
    }
}

}  // namespace tilescribe
