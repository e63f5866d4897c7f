// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/termination_signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace tilescribe {
namespace {

constexpr std::array<int, 3> heard{SIGTERM, SIGINT, SIGHUP};
std::array<int, 2> pipe_ends{-1, -1};  // a signal handler can reach nothing else; set before the handlers are

void onSignal(int) {
    const int error = errno;
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipe_ends[1], &byte, 1);
    errno = error;
}

}  // namespace

TerminationSignals::TerminationSignals(QObject* parent) : QObject(parent) {
    if (::pipe2(pipe_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
    notifier_ = std::make_unique<QSocketNotifier>(pipe_ends[0], QSocketNotifier::Read);
    connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes{};
        while (::read(pipe_ends[0], bytes.data(), bytes.size()) > 0) {
        }
        Q_EMIT received();
    });
    struct sigaction action{};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : heard) ::sigaction(signal, &action, nullptr);
}

TerminationSignals::~TerminationSignals() {
    struct sigaction action{};
    action.sa_handler = SIG_DFL;
    for (const int signal : heard) ::sigaction(signal, &action, nullptr);
    notifier_.reset();
    for (int& end : pipe_ends) {
        ::close(end);
        end = -1;
    }
}

}  // namespace tilescribe
