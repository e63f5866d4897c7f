// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <vector>

namespace tilescribe {

/// One entry of a picker.
struct Choice {
    QString id;      ///< what the signal carries
    QString label;   ///< what the user reads
    QString detail;  ///< tool tip
    bool operator==(const Choice&) const = default;
};

using Choices = std::vector<Choice>;

}  // namespace tilescribe
