// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/single_instance.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QStandardPaths>

#include <memory>

namespace tilescribe {
namespace {

constexpr int patience_ms = 3000;
constexpr qint64 largest_message = 4 << 20;

}  // namespace

SingleInstance::SingleInstance(const QString& folder, QObject* parent)
    : QObject(parent), socket_(folder + QStringLiteral("/tilescribe.socket")), lock_(folder + QStringLiteral("/tilescribe.lock")) {
    lock_.setStaleLockTime(0);  // a lock is stale when its owner is gone, however old it is
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

QString SingleInstance::runtimeFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
}

bool SingleInstance::claim(std::chrono::milliseconds patience) {
    if (!lock_.tryLock(static_cast<int>(patience.count()))) return false;
    QLocalServer::removeServer(socket_);  // what a killed program left
    return server_.listen(socket_);
}

void SingleInstance::stopHearing() {
    server_.close();
}

bool SingleInstance::handOver(const QStringList& files) {
    QJsonArray paths;
    for (const QString& file : files) paths.append(QDir::current().absoluteFilePath(file));
    QLocalSocket socket;
    socket.connectToServer(socket_);
    if (!socket.waitForConnected(patience_ms)) return false;
    socket.write(QJsonDocument(paths).toJson(QJsonDocument::Compact) + '\n');
    return socket.waitForBytesWritten(patience_ms) && socket.waitForReadyRead(patience_ms) && socket.readAll().startsWith("ok");
}

void SingleInstance::answer() {
    while (QLocalSocket* socket = server_.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->bytesAvailable() > largest_message) socket->abort();
            if (!socket->canReadLine()) return;
            const QJsonDocument message = QJsonDocument::fromJson(socket->readLine());
            QStringList files;
            for (const QJsonValue path : message.array()) files.append(path.toString());
            socket->write("ok\n");
            socket->flush();
            Q_EMIT called(files);
        });
    }
}

}  // namespace tilescribe
