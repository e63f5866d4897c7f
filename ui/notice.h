// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace tilescribe {

/// A sentence the user should see, with at most one thing to do about it.
struct Notice {
    enum class Level { info, warning, error };

    QString id;  ///< a notice of the same id replaces the earlier one
    Level level = Level::info;
    QString text;
    QString action;           ///< the button's text; empty: no button
    bool dismissable = true;  ///< with a close button
    bool operator==(const Notice&) const = default;
};

}  // namespace tilescribe
