// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/event_times.h"

#include <QEvent>
#include <QMetaEnum>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

namespace tilescribe::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds probe_interval{5};
constexpr std::size_t most_longest = 100;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double processor_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

}  // namespace

void print(const char* what, Milliseconds times) {
    std::ranges::sort(times);
    if (times.empty()) return;
    const auto quantile = [&](double q) { return times[static_cast<std::size_t>(q * static_cast<double>(times.size() - 1))]; };
    const auto beyond = [&](double limit) { return times.end() - std::ranges::upper_bound(times, limit); };
    std::printf("%-24s %7zu  p50 %6.2f  p99 %6.2f  p99.9 %6.2f  longest %6.2f ms; over 16 ms: %td, over 50 ms: %td\n", what,
                times.size(), quantile(0.5), quantile(0.99), quantile(0.999), times.back(), beyond(16), beyond(50));
}

bool TimedApplication::notify(QObject* receiver, QEvent* event) {
    if (inside_) return QApplication::notify(receiver, event);
    const QEvent::Type type = event->type();
    const QString name = QString::fromLatin1(receiver->metaObject()->className());  // it may be gone afterwards
    inside_ = true;
    const Clock::time_point begin = Clock::now();
    const double processor = processor_ms();
    const bool result = QApplication::notify(receiver, event);
    const double took = milliseconds_since(begin);
    inside_ = false;
    handled_.push_back(took);
    if (type == QEvent::UpdateRequest || type == QEvent::Paint) painted_.push_back(took);
    if (longest_.size() < most_longest || took > longest_.back().wall_ms) {
        const char* of_type = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
        note({took, processor_ms() - processor,
              QLatin1String(of_type != nullptr ? of_type : "event") + QStringLiteral(" to ") + name});
    }
    return result;
}

void TimedApplication::note(const Event& event) {
    const auto place = std::ranges::upper_bound(longest_, event.wall_ms, std::ranges::greater{}, &Event::wall_ms);
    longest_.insert(place, event);
    if (longest_.size() > most_longest) longest_.pop_back();
}

void TimedApplication::restart() {
    handled_.clear();
    painted_.clear();
    longest_.clear();
}

void TimedApplication::print_longest(int count) const {
    for (const Event& event : longest_) {
        if (count-- == 0) return;
        std::printf("  %6.2f ms (%.2f ms of processor): %s\n", event.wall_ms, event.processor_ms, qPrintable(event.what));
    }
}

WaitProbe::WaitProbe()
    : thread_([this](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
              const Clock::time_point posted = Clock::now();
              QMetaObject::invokeMethod(
                  &receiver_, [this, posted] { waits_.push_back(milliseconds_since(posted)); }, Qt::QueuedConnection);
              std::this_thread::sleep_for(probe_interval);
          }
      }) {}

Milliseconds WaitProbe::end() {
    thread_.request_stop();
    thread_.join();
    QCoreApplication::sendPostedEvents(&receiver_);
    return waits_;
}

}  // namespace tilescribe::bench
