// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/settings_values.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace tilescribe {

class Picker;

/// Settings take effect when they are changed; there is no OK button.
class SettingsPage final : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(QWidget* parent = nullptr);

    void setChoices(const SettingsChoices& choices);
    void setValues(const SettingsValues& values);
    [[nodiscard]] const SettingsValues& values() const { return values_; }
    /// What is said below the storage folder: "1.2 GB in 128 sessions".
    void setStorageNote(const QString& note);

Q_SIGNALS:
    void changed(const tilescribe::SettingsValues& values);
    /// The user wants another folder; the app asks for one and sends new values.
    void chooseFolderRequested();
    void openFolderRequested();
    void modelsRequested();

private:
    [[nodiscard]] QWidget* makeRecording(QWidget* page);
    [[nodiscard]] QWidget* makeRecognition(QWidget* page);
    [[nodiscard]] QWidget* makeStorage(QWidget* page);
    [[nodiscard]] QWidget* makeAppearance(QWidget* page);
    void showValues();
    void showBackendNote();
    void announce(const SettingsValues& values);

    SettingsValues values_;
    SettingsChoices choices_;
    Picker* microphone_ = nullptr;
    QCheckBox* speakers_ = nullptr;
    QLabel* speakersNote_ = nullptr;
    QLabel* backendNote_ = nullptr;
    Picker* model_ = nullptr;
    Picker* language_ = nullptr;
    Picker* backend_ = nullptr;
    Picker* threads_ = nullptr;
    QLineEdit* folder_ = nullptr;
    QLabel* storageNote_ = nullptr;
    Picker* appearance_ = nullptr;
    Picker* interfaceLanguage_ = nullptr;
};

}  // namespace tilescribe
