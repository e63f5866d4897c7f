// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <optional>

namespace tilescribe {

/// One model of the model page.
struct ModelEntry {
    enum class Origin { builtIn, found, downloadable };
    enum class State { ready, absent, downloading, verifying, failed };

    QString name;  ///< what the signals carry: "base"
    QString title;
    QString detail;  ///< languages, precision, where it lies
    Origin origin = Origin::found;
    State state = State::ready;
    std::optional<qint64> bytes;
    std::optional<double> progress;  ///< 0 to 1 while downloading; empty: not known
    QString message;                 ///< speed, or what went wrong
    bool active = false;
    bool operator==(const ModelEntry&) const = default;
};

}  // namespace tilescribe
