// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sleep_inhibitor.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusReply>

namespace tilescribe {

SleepInhibitor::SleepInhibitor(const QString& why) {
    thread_.run([this, why] {
        const QDBusConnection bus = QDBusConnection::systemBus();
        if (!bus.isConnected()) return;
        QDBusMessage call =
            QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
                                           QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
        call << QStringLiteral("sleep:idle") << QStringLiteral("Tilescribe") << why << QStringLiteral("block");
        const QDBusReply<QDBusUnixFileDescriptor> reply = bus.call(call, QDBus::Block, 3000);
        if (reply.isValid()) lock_ = reply.value();
    });
}

}  // namespace tilescribe
