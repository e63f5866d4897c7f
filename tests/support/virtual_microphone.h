// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/shared_files.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace tilescribe::testing {

/// PulseAudio devices without hardware, private to this process: shared/tools/virtual_microphone.sh with a folder of its own.
class VirtualMicrophone {
public:
    /// Empty: everything is here. Else what is missing.
    static QString missing() {
        for (const char* program : {"pulseaudio", "pactl", "paplay", "parec"}) {
            if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty()) {
                return QStringLiteral("%1 is not installed (packages: pulseaudio pulseaudio-utils libasound2-plugins)")
                    .arg(QLatin1String(program));
            }
        }
        return {};
    }

    /// Also sets this process's environment so that it hears them.
    explicit VirtualMicrophone(const QStringList& names) : folder_(QStringLiteral("/tmp/vmic-XXXXXX")) {
        qputenv("VMIC_DIR", folder_.path().toUtf8());
        qputenv("XDG_RUNTIME_DIR", folder_.path().toUtf8());
        qputenv("PULSE_RUNTIME_PATH", folder_.path().toUtf8() + "/pulse");
        qputenv("ALSA_CONFIG_PATH", folder_.path().toUtf8() + "/home/asound.conf");
        qputenv("JACK_NO_START_SERVER", "1");
        started_ = run(QStringList(QStringLiteral("start")) + names);
    }
    ~VirtualMicrophone() {
        if (started_) run({QStringLiteral("stop")});
    }
    VirtualMicrophone(const VirtualMicrophone&) = delete;
    VirtualMicrophone& operator=(const VirtualMicrophone&) = delete;

    [[nodiscard]] bool is_started() const { return started_; }
    bool run(const QStringList& arguments) const {
        QProcess process;
        begin(process, arguments);
        return process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
    /// Goes on by itself; wait for the process.
    static std::unique_ptr<QProcess> play(const char* sound, const QString& device) {
        auto process = std::make_unique<QProcess>();
        begin(*process, {QStringLiteral("play"), QString::fromStdString((shared_folder() / "audio" / sound).string()), device});
        return process;
    }

private:
    static void begin(QProcess& process, const QStringList& arguments) {
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.setStandardOutputFile(QProcess::nullDevice());  // the server inherits it and would keep a pipe open
        const QString script = QString::fromStdString((shared_folder() / "tools/virtual_microphone.sh").string());
        process.start(QStringLiteral("bash"), QStringList(script) + arguments);
    }

    QTemporaryDir folder_;
    bool started_ = false;
};

/// Skips the test program, visibly, where PulseAudio is not installed; fails in CI.
#define REQUIRE_VIRTUAL_MICROPHONE()                                                     \
    do {                                                                                 \
        REQUIRE_SHARED();                                                                \
        const QString what = tilescribe::testing::VirtualMicrophone::missing();          \
        if (!what.isEmpty() && qEnvironmentVariableIsSet("CI")) QFAIL(qPrintable(what)); \
        if (!what.isEmpty()) QSKIP(qPrintable(what));                                    \
    } while (false)

}  // namespace tilescribe::testing
