// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>
#include <QString>

namespace tilescribe {

/// A recording that was cut off by a crash or a power failure; its sound is on disk.
struct RecoveryItem {
    qint64 id = 0;
    QString title;
    QDateTime date;
    double soundS = 0;        ///< what is on disk
    double transcribedS = 0;  ///< how far the text reaches
};

}  // namespace tilescribe
