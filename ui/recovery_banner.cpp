// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery_banner.h"

#include "ui/format_text.h"
#include "ui/new_child.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLayoutItem>
#include <QPushButton>

namespace tilescribe {

RecoveryBanner::RecoveryBanner(QWidget* parent) : QFrame(parent), rows_(newChild<QVBoxLayout>()) {
    setRole(this, "card");
    setAccessibleName(tr("Recordings that were cut off"));
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(16, 10, 10, 10);
    column->setSpacing(6);
    column->addWidget(makeLabel(tr("A recording was cut off. Its sound is safe; the text can be finished now."), "heading", this));
    rows_->setSpacing(6);
    column->addLayout(rows_);
    hide();
}

void RecoveryBanner::setItems(const std::vector<RecoveryItem>& items) {
    while (rows_->count() > 0) {
        const std::unique_ptr<QLayoutItem> item(rows_->takeAt(0));
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    for (const RecoveryItem& item : items) addRow(item);
    count_ = static_cast<int>(items.size());
    setVisible(count_ > 0);
}

void RecoveryBanner::addRow(const RecoveryItem& item) {
    auto* box = newChild<QWidget>(this);
    auto* row = newChild<QHBoxLayout>(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const QString text =
        tr("“%1”, %2: %3 of sound, text up to %4")
            .arg(item.title, format::dateTime(item.date), format::clock(item.soundS), format::clock(item.transcribedS));
    auto* label = makeLabel(text, "", box);
    label->setWordWrap(true);
    auto* recover = makeButton(tr("Recover"), nullptr, box);
    setRole(recover, "primary");
    recover->setAccessibleName(tr("Recover %1").arg(item.title));
    auto* later = makeButton(tr("Later"), nullptr, box);
    later->setAccessibleName(tr("Recover %1 later").arg(item.title));
    row->addWidget(label, 1);
    row->addWidget(later);
    row->addWidget(recover);
    connect(recover, &QPushButton::clicked, this, [this, id = item.id] { Q_EMIT recoverRequested(id); });
    connect(later, &QPushButton::clicked, this, [this, id = item.id] { Q_EMIT laterRequested(id); });
    rows_->addWidget(box);
    box->show();
}

}  // namespace tilescribe
