// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop around the program sees of it: notifications and the sleep lock, on a message bus of the test's own, and what is
// saved at a logout.
#include "app/desktop/desktop.h"
#include "tests/app/desktop/private_home.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace tilescribe;
using tilescribe::testing::PrivateHome;

namespace {

constexpr int patience_ms = 60'000;

/// The message bus, started before Qt looks for one. Null: there is no dbus-daemon.
std::unique_ptr<QProcess> bus;
QString busAddress;

#define REQUIRE_BUS()                                                                                              \
    do {                                                                                                           \
        if (!bus && qEnvironmentVariableIsSet("CI")) QFAIL("dbus-daemon is not installed (package: dbus-daemon)"); \
        if (!bus) QSKIP("dbus-daemon is not installed (package: dbus-daemon)");                                    \
    } while (false)

}  // namespace

/// Stands where the desktop's notifications would be shown.
class FakeNotifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public Q_SLOTS:
    // The arguments' types are the protocol's.
    uint Notify(const QString& program, uint /*replaces*/, const QString& /*icon*/, const QString& title, const QString& text,
                const QStringList& /*actions*/, const QVariantMap& /*hints*/, int /*timeout*/) {
        Q_EMIT shown(program, title, text);
        return 1;
    }
Q_SIGNALS:
    void shown(const QString& program, const QString& title, const QString& text);
};

/// Stands where logind would be: its lock is the writing end of a pipe, so that the reading end tells when it is let go.
class FakeLogind : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
public:
    ~FakeLogind() override { forget(); }
    [[nodiscard]] bool isHeld() const {
        char byte = 0;
        return pipe_ >= 0 && ::read(pipe_, &byte, 1) < 0;  // nothing to read yet; 0 is the end: nobody holds the other side
    }
    QString asked;

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString& who, const QString& why, const QString& mode) {
        asked = what + '|' + who + '|' + why + '|' + mode;
        forget();
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return {};
        pipe_ = ends[0];
        QDBusUnixFileDescriptor lock(ends[1]);  // a copy
        ::close(ends[1]);
        return lock;
    }

private:
    void forget() {
        if (pipe_ >= 0) ::close(pipe_);
        pipe_ = -1;
    }
    int pipe_ = -1;
};

class CitizenTest : public QObject {
    Q_OBJECT
public:
    /// Before there is an application, which may look for a bus.
    static void initMain();

private Q_SLOTS:
    void init() { home_ = std::make_unique<PrivateHome>(); }
    void cleanupTestCase();
    void aLongJobsEndIsNotified();
    void theMachineStaysAwakeWhileItRecords();
    void aLogoutSavesTheRecording();

private:
    std::unique_ptr<PrivateHome> home_;
};

void CitizenTest::initMain() {
    // No device: the recordings here are silent, whatever the machine has.
    qputenv("PULSE_SERVER", "unix:/nowhere/at/all");
    qputenv("JACK_NO_START_SERVER", "1");
    auto daemon = std::make_unique<QProcess>();
    daemon->start(QStringLiteral("dbus-daemon"),
                  {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    if (!daemon->waitForStarted() || !daemon->waitForReadyRead(patience_ms)) return;
    busAddress = QString::fromLatin1(daemon->readLine()).trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", busAddress.toLatin1());
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", busAddress.toLatin1());
    bus = std::move(daemon);
}

void CitizenTest::cleanupTestCase() {
    if (!bus) return;
    bus->terminate();
    bus->waitForFinished();
    bus.reset();
}

void CitizenTest::aLongJobsEndIsNotified() {
    REQUIRE_BUS();
    QDBusConnection connection = QDBusConnection::connectToBus(busAddress, QStringLiteral("notifications"));
    FakeNotifications desktopsOwn;
    QVERIFY(
        connection.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &desktopsOwn, QDBusConnection::ExportAllSlots));
    QVERIFY(connection.registerService(QStringLiteral("org.freedesktop.Notifications")));
    QSignalSpy shown(&desktopsOwn, &FakeNotifications::shown);
    Desktop desktop(home_->data());
    desktop.start();
    QVERIFY(QTest::qWaitForWindowExposed(&desktop.window()));

    QWidget another;  // the user is somewhere else
    another.show();
    another.activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(!desktop.window().isActiveWindow(), patience_ms);
    Q_EMIT desktop.queue().fileEnded("brief.wav", 5, true);  // not worth it
    Q_EMIT desktop.queue().fileEnded("meeting.wav", 600, true);
    Q_EMIT desktop.queue().fileEnded("broken.wav", 600, false);
    QTRY_COMPARE_WITH_TIMEOUT(shown.count(), 2, patience_ms);
    QCOMPARE(shown[0], QList<QVariant>({"Tilescribe", "Transcript ready", "meeting.wav"}));
    QCOMPARE(shown[1], QList<QVariant>({"Tilescribe", "Not transcribed", "broken.wav"}));

    desktop.window().activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.window().isActiveWindow(), patience_ms);
    Q_EMIT desktop.queue().fileEnded("seen.wav", 600, true);  // the user sees it in the window
    another.activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(!desktop.window().isActiveWindow(), patience_ms);
    Q_EMIT desktop.queue().fileEnded("last.wav", 600, true);
    QTRY_COMPARE_WITH_TIMEOUT(shown.count(), 3, patience_ms);
    QCOMPARE(shown[2][2].toString(), QStringLiteral("last.wav"));
}

void CitizenTest::theMachineStaysAwakeWhileItRecords() {
    REQUIRE_BUS();
    QDBusConnection connection = QDBusConnection::connectToBus(busAddress, QStringLiteral("logind"));
    FakeLogind logind;
    QVERIFY(connection.registerObject(QStringLiteral("/org/freedesktop/login1"), &logind, QDBusConnection::ExportAllSlots));
    QVERIFY(connection.registerService(QStringLiteral("org.freedesktop.login1")));
    Desktop desktop(home_->data());
    desktop.start();
    QVERIFY(!logind.isHeld());
    for (int time = 0; time < 2; ++time) {
        logind.asked.clear();
        desktop.record();
        QTRY_COMPARE_WITH_TIMEOUT(desktop.recording().phase(), RecordingPhase::recording, patience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(logind.isHeld(), patience_ms);
        QCOMPARE(logind.asked, QStringLiteral("sleep:idle|Tilescribe|A meeting is being recorded|block"));
        desktop.recording().pause();
        QTRY_COMPARE_WITH_TIMEOUT(desktop.recording().phase(), RecordingPhase::paused, patience_ms);
        QVERIFY(logind.isHeld());
        desktop.recording().stop();
        QTRY_COMPARE_WITH_TIMEOUT(desktop.recording().phase(), RecordingPhase::idle, patience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(!logind.isHeld(), patience_ms);
    }
}

void CitizenTest::aLogoutSavesTheRecording() {
    Desktop desktop(home_->data());
    QSignalSpy ready(&desktop.models(), &ModelHost::ready);
    desktop.start();
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, patience_ms);
    desktop.saveForLogout();  // nothing is being recorded: returns at once
    desktop.record();
    QTRY_COMPARE_WITH_TIMEOUT(desktop.recording().phase(), RecordingPhase::recording, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(desktop.recording().state().elapsedS > 0.5, patience_ms);
    desktop.saveForLogout();
    // From here on the program may be killed at any moment: everything is on disk.
    QCOMPARE(desktop.recording().phase(), RecordingPhase::idle);
    const SessionStore store(home_->store());
    QVERIFY(store.interrupted().empty());
    QCOMPARE(store.list().size(), 1U);
    const SessionSummary session = store.list().front();
    QCOMPARE(session.state, SessionState::done);
    QVERIFY(session.duration_s > 0.5);
    const auto tracks = store.tracks(session.id);
    QCOMPARE(tracks.size(), 1U);
    const auto bytes = static_cast<double>(std::filesystem::file_size(tracks.front().sound_file));
    QVERIFY(std::abs(bytes / 2 / whisper_sample_rate - session.duration_s) < 0.1);
}

QTEST_MAIN(CitizenTest)
#include "citizen_test.moc"
