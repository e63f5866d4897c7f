// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model_card.h"

#include "ui/bar_widget.h"
#include "ui/format_text.h"
#include "ui/icons.h"
#include "ui/new_child.h"
#include "ui/style_sheet.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace tilescribe {
namespace {

using State = ModelEntry::State;

QString tagOf(const ModelEntry& entry) {
    if (entry.active) return ModelCard::tr("in use");
    switch (entry.origin) {
        case ModelEntry::Origin::builtIn:
            return ModelCard::tr("built in");
        case ModelEntry::Origin::found:
            return ModelCard::tr("on this machine");
        case ModelEntry::Origin::downloadable:
            return entry.state == State::ready ? ModelCard::tr("on this machine") : QString();
    }
    return {};
}

QString buttonText(const ModelEntry& entry) {
    switch (entry.state) {
        case State::ready:
            return ModelCard::tr("Use");
        case State::absent:
            return ModelCard::tr("Download");
        case State::downloading:
        case State::verifying:
            return ModelCard::tr("Cancel");
        case State::failed:
            return ModelCard::tr("Try again");
    }
    return {};
}

QString messageOf(const ModelEntry& entry) {
    if (entry.state == State::verifying) return ModelCard::tr("Checking the sum…");
    if (entry.state != State::downloading) return entry.message;
    const QString done = entry.progress ? format::percent(entry.progress) : ModelCard::tr("Downloading…");
    return entry.message.isEmpty() ? done : QStringLiteral("%1 · %2").arg(done, entry.message);
}

}  // namespace

ModelCard::ModelCard(QWidget* parent)
    : QFrame(parent),
      title_(makeLabel({}, "", this)),
      size_(makeLabel({}, "note", this)),
      tag_(makeLabel({}, "tag", this)),
      detail_(makeLabel({}, "note", this)),
      message_(makeLabel({}, "note", this)),
      bar_(newChild<BarWidget>(this)),
      button_(makeButton({}, nullptr, this)) {
    setRole(this, "card");
    auto* row = newChild<QHBoxLayout>(this);
    row->setContentsMargins(16, 10, 12, 10);
    row->setSpacing(14);
    auto* column = newChild<QVBoxLayout>();
    column->setSpacing(3);
    auto* head = newChild<QHBoxLayout>();
    head->setSpacing(10);
    head->addWidget(title_);
    head->addWidget(size_);
    head->addWidget(tag_);
    head->addStretch(1);
    detail_->setWordWrap(true);
    message_->setWordWrap(true);
    column->addLayout(head);
    column->addWidget(detail_);
    column->addWidget(bar_);
    column->addWidget(message_);
    row->addLayout(column, 1);
    row->addWidget(button_, 0, Qt::AlignVCenter);
    button_->setMinimumWidth(128);
    connect(button_, &QPushButton::clicked, this, &ModelCard::act);
}

void ModelCard::setEntry(const ModelEntry& entry) {
    entry_ = entry;
    title_->setText(entry.title);
    size_->setText(entry.bytes ? format::bytes(entry.bytes) : QString());
    tag_->setText(tagOf(entry));
    tag_->setVisible(!tag_->text().isEmpty());
    setRole(tag_, entry.active ? "accentTag" : "tag");
    detail_->setText(entry.detail);
    const bool moving = entry.state == State::downloading || entry.state == State::verifying;
    bar_->setVisible(moving);
    bar_->setFraction(entry.state == State::verifying ? 1 : entry.progress.value_or(0));
    message_->setText(messageOf(entry));
    message_->setVisible(!message_->text().isEmpty());
    setRole(message_, entry.state == State::failed ? "error" : "note");
    button_->setText(buttonText(entry));
    button_->setAccessibleName(QStringLiteral("%1: %2").arg(buttonText(entry), entry.title));
    button_->setEnabled(!entry.active || moving);
    setAccessibleName(entry.title);
    setAccessibleDescription(QStringLiteral("%1 %2").arg(tag_->text(), message_->text()));
}

void ModelCard::act() {
    switch (entry_.state) {
        case State::ready:
            Q_EMIT useRequested(entry_.name);
            break;
        case State::absent:
        case State::failed:
            Q_EMIT downloadRequested(entry_.name);
            break;
        case State::downloading:
        case State::verifying:
            Q_EMIT cancelRequested(entry_.name);
            break;
    }
}

}  // namespace tilescribe
