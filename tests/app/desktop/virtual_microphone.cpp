// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/virtual_microphone.h"

#include <QDir>

namespace tilescribe::testing {

VirtualMicrophone::VirtualMicrophone(QString script) : script_(std::move(script)) {
    qputenv("VMIC_DIR", folder_.path().toLocal8Bit());
    problem_ = run({QStringLiteral("start"), QStringLiteral("room")});
    qputenv("XDG_RUNTIME_DIR", folder_.path().toLocal8Bit());
    qputenv("PULSE_RUNTIME_PATH", (folder_.path() + QStringLiteral("/pulse")).toLocal8Bit());
    qputenv("JACK_NO_START_SERVER", "1");
}

VirtualMicrophone::~VirtualMicrophone() {
    run({QStringLiteral("stop")});
}

QString VirtualMicrophone::run(const QStringList& arguments) const {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start(script_, arguments);
    if (!process.waitForFinished(30'000)) return QStringLiteral("%1 does not end").arg(script_);
    return process.exitCode() == 0 ? QString() : QStringLiteral("%1 failed").arg(script_);
}

void VirtualMicrophone::play(QProcess& player, const QString& file) const {
    player.start(script_, {QStringLiteral("play"), file});
}

}  // namespace tilescribe::testing
