// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/notifications.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QGuiApplication>
#include <QVariantMap>

namespace tilescribe {

void Notifications::show(const QString& title, const QString& text) {
    thread_.run([title, text] {
        const QDBusConnection bus = QDBusConnection::sessionBus();
        if (!bus.isConnected()) return;
        const QString service = QStringLiteral("org.freedesktop.Notifications");
        QDBusMessage call = QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/Notifications"), service,
                                                           QStringLiteral("Notify"));
        const uint replacesNothing = 0;
        const int desktopsOwnTime = -1;
        call << QStringLiteral("Tilescribe") << replacesNothing << QStringLiteral("tilescribe") << title << text << QStringList()
             << QVariantMap{{QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()}} << desktopsOwnTime;
        bus.call(call, QDBus::Block, 3000);
    });
}

}  // namespace tilescribe
