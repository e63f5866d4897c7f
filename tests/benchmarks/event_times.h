// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QApplication>
#include <QObject>
#include <QString>

#include <chrono>
#include <thread>
#include <vector>

namespace tilescribe::bench {

using Milliseconds = std::vector<double>;

/// One line: how many, p50, p99, p99.9, the longest, and how many took longer than 16 and 50 ms.
void print(const char* what, Milliseconds times);

/// Measures how long every event is being handled, those included that its handling causes.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;
    /// Forgets what was measured.
    void restart();
    [[nodiscard]] const Milliseconds& handled() const { return handled_; }
    /// A window's content brought up to date: layout, painting, and the way to the screen.
    [[nodiscard]] const Milliseconds& painted() const { return painted_; }
    /// What the longest events were, with the processor's time that they took.
    void print_longest(int count) const;

private:
    struct Event {
        double wall_ms, processor_ms;
        QString what;
    };
    void note(const Event& event);

    bool inside_ = false;
    Milliseconds handled_;
    Milliseconds painted_;
    std::vector<Event> longest_;
};

/// A thread that posts an event to this one every 5 ms; the event says how long it waited.
class WaitProbe {
public:
    WaitProbe();
    /// Stops; the waits.
    Milliseconds end();

private:
    QObject receiver_;
    Milliseconds waits_;
    std::jthread thread_;
};

}  // namespace tilescribe::bench
