// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace tilescribe {

/// One session of the library, live or from a file.
struct SessionRow {
    qint64 id = 0;
    QString title;
    QDateTime date;
    std::optional<double> lengthS;
    QString language;  ///< as the user reads it: "English"
    QString model;
    QString snippet;                           ///< the text's beginning, or where the search found something
    std::vector<std::pair<int, int>> matches;  ///< start and length inside snippet, to be marked
    bool hasSound = true;                      ///< false: the sound was deleted, the text kept
    bool complete = true;                      ///< false: it is still being written or was cut off
    bool operator==(const SessionRow&) const = default;
};

}  // namespace tilescribe
