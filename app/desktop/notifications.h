// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"

#include <QString>

namespace tilescribe {

/// Desktop notifications (org.freedesktop.Notifications). Without a session bus nothing is shown.
class Notifications {
public:
    void show(const QString& title, const QString& text);

private:
    Background thread_;
};

}  // namespace tilescribe
