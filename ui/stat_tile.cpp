// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/stat_tile.h"

#include "ui/format_text.h"
#include "ui/new_child.h"
#include "ui/style_sheet.h"
#include "ui/tabular_text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace tilescribe {

StatTile::StatTile(const QString& name, const QString& explanation, QWidget* parent)
    : QFrame(parent), value_(newChild<TabularLabel>(this)) {
    setRole(this, "card");
    setToolTip(explanation);
    setAccessibleName(name);
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(16, 11, 8, 12);
    column->setSpacing(2);
    auto* label = makeLabel(name, "note", this);
    label->setMinimumWidth(40);
    label->setWordWrap(true);
    column->addWidget(label);
    column->addStretch(1);
    value_->setLook(1.7, QFont::DemiBold);
    column->addWidget(value_);
    setValue(format::unknown());
}

void StatTile::setValue(const QString& value) {
    const bool known = value != format::unknown();
    value_->setText(value);
    value_->setEnabled(known);
    setAccessibleDescription(known ? value : tr("not measured yet"));
}

QString StatTile::value() const {
    return value_->text();
}

}  // namespace tilescribe
