// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QTemporaryDir>
#include <QtGlobal>

#include <filesystem>

namespace tilescribe::testing {

/// Settings, sessions and models of a test's own, in a folder that goes with it.
class PrivateHome {
public:
    PrivateHome() {
        qputenv("XDG_CONFIG_HOME", folder_.filePath(QStringLiteral("config")).toLocal8Bit());
        qputenv("XDG_DATA_HOME", folder_.filePath(QStringLiteral("share")).toLocal8Bit());
    }
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }
    /// For Desktop.
    [[nodiscard]] std::filesystem::path data() const { return path(QStringLiteral("share/tilescribe")).toStdString(); }
    [[nodiscard]] std::filesystem::path store() const { return data() / "sessions.db"; }
    [[nodiscard]] std::filesystem::path models() const { return data() / "models"; }

private:
    QTemporaryDir folder_;
};

}  // namespace tilescribe::testing
