// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/choice.h"
#include "ui/theme.h"

namespace tilescribe {

/// What the settings page edits; ids are those of the choices offered.
struct SettingsValues {
    QString microphone;
    bool recordSpeakers = false;  ///< a second track from the speakers' monitor
    QString model;
    QString language;  ///< "" = detect
    QString backend;
    int threads = 0;  ///< 0 = as many as the machine's cores
    QString storageFolder;
    Appearance appearance = Appearance::system;
    QString interfaceLanguage;  ///< "" = the desktop's
    bool operator==(const SettingsValues&) const = default;
};

/// What can be chosen on this machine.
struct SettingsChoices {
    Choices microphones;
    Choices models;
    Choices languages;
    Choices backends;
    Choices interfaceLanguages;
    int maximumThreads = 1;
    bool monitorsAvailable = false;
    QString monitorsReason;  ///< why there are none
};

}  // namespace tilescribe
