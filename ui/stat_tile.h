// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

class QLabel;

namespace tilescribe {

class TabularLabel;

/// One figure of the dashboard with its name.
class StatTile final : public QFrame {
    Q_OBJECT
public:
    StatTile(const QString& name, const QString& explanation, QWidget* parent);
    void setValue(const QString& value);
    [[nodiscard]] QString value() const;

private:
    TabularLabel* value_;
};

}  // namespace tilescribe
