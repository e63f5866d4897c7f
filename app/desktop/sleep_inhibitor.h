// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"

#include <QDBusUnixFileDescriptor>
#include <QString>

namespace tilescribe {

/// Keeps the machine from falling asleep while it lives, through logind. Without a system bus it does nothing.
class SleepInhibitor {
public:
    explicit SleepInhibitor(const QString& why);

private:
    QDBusUnixFileDescriptor lock_;  ///< logind lets go when it is closed; the thread below fills it
    Background thread_;
};

}  // namespace tilescribe
