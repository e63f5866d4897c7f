// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <chrono>

namespace tilescribe {

/// One running program per user and runtime folder; a second start hands its files over through a local socket and ends. Needs no
/// session bus.
class SingleInstance final : public QObject {
    Q_OBJECT
public:
    /// `folder` is the user's own: $XDG_RUNTIME_DIR.
    explicit SingleInstance(const QString& folder, QObject* parent = nullptr);

    /// True: this is the first one, and hears the others from now on. Waits that long for one that is ending.
    [[nodiscard]] bool claim(std::chrono::milliseconds patience = {});
    /// This one is ending: whoever starts from now on waits in claim() instead of handing its files to it.
    void stopHearing();
    /// Tells the first one; false where it does not answer within three seconds.
    [[nodiscard]] bool handOver(const QStringList& files);

    /// The folder to use: the runtime folder, or a private one in the temporary folder where there is none.
    [[nodiscard]] static QString runtimeFolder();

Q_SIGNALS:
    /// Another start: absolute paths, maybe none. The window should come to the front.
    void called(const QStringList& files);

private:
    void answer();

    QString socket_;
    QLockFile lock_;
    QLocalServer server_;
};

}  // namespace tilescribe
