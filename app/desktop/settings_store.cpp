// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/settings_store.h"

#include "app/desktop/backend_choices.h"
#include "engine/model_io/model_locator.h"

#include <algorithm>
#include <utility>

namespace tilescribe {
namespace {

QString builtIn() {
    return QString::fromUtf8(built_in_model_name.data(), static_cast<qsizetype>(built_in_model_name.size()));
}

constexpr int most_threads = 1024;

}  // namespace

SettingsStore::SettingsStore(QString storageFolder)
    : storageFolder_(std::move(storageFolder)),
      settings_(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("tilescribe"), QStringLiteral("tilescribe")) {}

SettingsValues SettingsStore::values() const {
    const auto text = [this](const char* key, const QString& fallback = {}) {
        const QString value = settings_.value(QLatin1String(key)).toString();
        return value.isEmpty() ? fallback : value;
    };
    SettingsValues values;
    values.microphone = text("recording/microphone");
    values.recordSpeakers = settings_.value(QStringLiteral("recording/speakers"), false).toBool();
    values.model = text("recognition/model", builtIn());
    values.language = text("recognition/language");
    values.backend = currentBackendId(text("recognition/backend", QStringLiteral("auto")));
    values.threads = std::clamp(settings_.value(QStringLiteral("recognition/threads"), 0).toInt(), 0, most_threads);
    values.storageFolder = text("storage/folder", storageFolder_);
    values.appearance = static_cast<Appearance>(std::clamp(settings_.value(QStringLiteral("appearance/theme"), 0).toInt(), 0, 2));
    values.interfaceLanguage = text("appearance/language");
    return values;
}

void SettingsStore::save(const SettingsValues& values) {
    settings_.setValue(QStringLiteral("recording/microphone"), values.microphone);
    settings_.setValue(QStringLiteral("recording/speakers"), values.recordSpeakers);
    settings_.setValue(QStringLiteral("recognition/model"), values.model);
    settings_.setValue(QStringLiteral("recognition/language"), values.language);
    settings_.setValue(QStringLiteral("recognition/backend"), values.backend);
    settings_.setValue(QStringLiteral("recognition/threads"), values.threads);
    settings_.setValue(QStringLiteral("storage/folder"), values.storageFolder);
    settings_.setValue(QStringLiteral("appearance/theme"), static_cast<int>(values.appearance));
    settings_.setValue(QStringLiteral("appearance/language"), values.interfaceLanguage);
}

}  // namespace tilescribe
