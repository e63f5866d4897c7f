// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the window's thread ever busy for longer than a frame may take? Records standup.wav from a virtual microphone, with captions,
// meters, charts and the overlay on screen, and measures from inside and from outside:
//     QT_QPA_PLATFORM=offscreen TILESCRIBE_SHARED=../shared build/release/bin/bench_window
// Inside: how long every event takes to be handled (paint events are frames; a QMetaCallEvent is a call from another thread or a
// timer's slot). Outside: how long an event waits that another thread posts every 5 ms.
#include "app/desktop/desktop.h"
#include "tests/app/desktop/speech.h"
#include "tests/benchmarks/event_times.h"
#include "tests/support/virtual_microphone.h"
#include "ui/icons.h"
#include "ui/live_view.h"
#include "ui/theme.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <functional>

namespace tilescribe::bench {
namespace {

/// Lets the event loop run until `done` says so after one of the sender's signals.
template <typename Sender, typename Signal>
void run_until(Sender* sender, Signal signal, const std::function<bool()>& done) {
    if (done()) return;
    QEventLoop loop;
    const auto look = [&] {
        if (done()) loop.quit();
    };
    QObject::connect(sender, signal, &loop, look);
    loop.exec();
}

void record(TimedApplication& application) {
    const QTemporaryDir folder;
    qputenv("XDG_CONFIG_HOME", folder.filePath("config").toLocal8Bit());
    qputenv("XDG_DATA_HOME", folder.filePath("share").toLocal8Bit());
    const testing::VirtualMicrophone microphone({QStringLiteral("room")});
    Desktop desktop(folder.filePath("data").toStdString());
    desktop.start();
    run_until(&desktop.models(), &ModelHost::ready, [&] { return desktop.models().model() != nullptr; });
    Q_EMIT desktop.window().live()->overlayToggled(true);

    application.restart();
    auto probe = std::make_unique<WaitProbe>();
    desktop.record();
    run_until(&desktop.recording(), &RecordingController::levelsChanged, [&] {
        const auto tracks = desktop.recording().tracks();
        return !tracks.empty() && tracks.front().delivered_frames > 0;
    });
    const testing::Speech speech = testing::whole_speech("standup");
    const auto player = testing::VirtualMicrophone::play(speech.file.c_str(), QStringLiteral("room"));
    run_until(player.get(), &QProcess::finished, [&] { return player->state() == QProcess::NotRunning; });
    const double recorded_s = desktop.recording().state().elapsedS;
    desktop.recording().stop();
    run_until(&desktop.recording(), &RecordingController::ended, [&] { return !desktop.recording().isBusy(); });

    std::printf("%s, %.1f s recorded, window %dx%d\n", qPrintable(QGuiApplication::platformName()), recorded_s,
                desktop.window().width(), desktop.window().height());
    print("events handled", application.handled());
    print("frames painted", application.painted());
    print("waits of a posted event", probe->end());
    application.print_longest(5);
}

}  // namespace
}  // namespace tilescribe::bench

int main(int argc, char** argv) {
    tilescribe::bench::TimedApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("tilescribe"));
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setFont(tilescribe::interfaceFont());
    tilescribe::registerResources();
    tilescribe::bench::record(application);
    return 0;
}
