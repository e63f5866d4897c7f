// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/settings_values.h"

#include <QByteArray>
#include <QSettings>

namespace tilescribe {

/// The user's choices in $XDG_CONFIG_HOME/tilescribe/tilescribe.ini. What cannot be understood there counts as not set.
class SettingsStore {
public:
    /// `storageFolder`: the default for recordings.
    explicit SettingsStore(QString storageFolder);

    [[nodiscard]] SettingsValues values() const;
    void save(const SettingsValues& values);
    [[nodiscard]] QByteArray bytes(const QString& key) const { return settings_.value(key).toByteArray(); }
    void save(const QString& key, const QByteArray& bytes) { settings_.setValue(key, bytes); }
    [[nodiscard]] QString mirror() const { return settings_.value(QStringLiteral("models/mirror")).toString(); }
    void saveMirror(const QString& address) { settings_.setValue(QStringLiteral("models/mirror"), address); }

private:
    QString storageFolder_;
    QSettings settings_;
};

}  // namespace tilescribe
