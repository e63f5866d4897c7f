// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transcript_page.h"

#include "ui/elided_label.h"
#include "ui/export_menu.h"
#include "ui/format_text.h"
#include "ui/icons.h"
#include "ui/lead_focus.h"
#include "ui/new_child.h"
#include "ui/style_sheet.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"
#include "ui/transcript_model.h"
#include "ui/transcript_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

namespace tilescribe {

TranscriptPage::TranscriptPage(QWidget* parent) : QWidget(parent), model_(newChild<TranscriptModel>(this)) {
    setRole(this, "page");
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(spacing::large, 20, spacing::large, 20);
    column->setSpacing(spacing::medium);
    column->addWidget(makeHeader());
    QFrame* card = makeCard(this);
    auto* layout = newChild<QVBoxLayout>(card);
    layout->setContentsMargins(1, 1, 1, 1);
    view_ = newChild<TranscriptView>(model_, card);
    view_->setLive(false);
    view_->setEmptyText(tr("This session holds no words."));
    layout->addWidget(view_);
    column->addWidget(card, 1);
    column->addWidget(makePlayer());
    connect(view_, &TranscriptView::playRequested, this, &TranscriptPage::playRequested);
    leadFocus(this, {view_});
    setSession({});
}

QWidget* TranscriptPage::makeHeader() {
    auto* header = newChild<QWidget>(this);
    auto* row = newChild<QHBoxLayout>(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    auto* back = makeButton(tr("Library"), "back", header);
    setRole(back, "flat");
    back->setToolTip(tr("Back to the library (Escape)"));
    title_ = newChild<ElidedLabel>("title", header);
    auto* copy = makeButton(tr("Copy"), "copy", header);
    copy->setToolTip(tr("Copy the whole transcript"));
    auto* exportButton = makeButton(tr("Export"), "export", header);
    exportButton->setProperty("hasMenu", true);
    auto* menu = newChild<QMenu>(exportButton);
    fillExportMenu(*menu, [this](TranscriptFormat format) { Q_EMIT exportRequested(session_.id, format); });
    exportButton->setMenu(menu);
    row->addWidget(back);
    row->addWidget(title_, 1);
    row->addWidget(copy);
    row->addWidget(exportButton);
    connect(back, &QPushButton::clicked, this, &TranscriptPage::backRequested);
    connect(copy, &QPushButton::clicked, this, &TranscriptPage::copyEverything);
    return header;
}

QWidget* TranscriptPage::makePlayer() {
    QFrame* card = makeCard(this);
    auto* row = newChild<QHBoxLayout>(card);
    row->setContentsMargins(12, 8, 16, 8);
    row->setSpacing(spacing::medium);
    play_ = makeButton({}, "play", card);
    position_ = newChild<TabularLabel>(card);
    position_->setMinimumWidth(110);
    hint_ = newChild<ElidedLabel>("soft", card);
    facts_ = newChild<ElidedLabel>("soft", card);
    facts_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(play_);
    row->addWidget(position_);
    row->addWidget(hint_, 1);
    row->addWidget(facts_, 1);
    connect(play_, &QPushButton::clicked, this, &TranscriptPage::togglePlaying);
    return card;
}

void TranscriptPage::setSession(const SessionRow& session) {
    const bool other = session.id != session_.id;
    session_ = session;
    title_->setText(session.title);
    QStringList facts{session.language, session.model, format::dateTime(session.date)};
    facts.removeAll(QString());
    facts_->setText(facts.join(QStringLiteral(" · ")));
    view_->setClickToHear(session.hasSound);
    play_->setEnabled(session.hasSound);
    hint_->setText(session.hasSound ? tr("Space plays · click a word to hear it") : tr("The sound was deleted; the text is kept."));
    setPlayPosition(other ? std::nullopt : at_, !other && playing_);
}

void TranscriptPage::setPlayPosition(std::optional<double> seconds, bool playing) {
    at_ = seconds;
    playing_ = playing;
    view_->setPlayPosition(seconds);
    position_->setText(QStringLiteral("%1 / %2").arg(format::clock(seconds.value_or(0)), format::clock(session_.lengthS)));
    play_->setIcon(actionIcon(playing ? "pause" : "play"));
    play_->setAccessibleName(playing ? tr("Stop playing") : tr("Play"));
    play_->setToolTip(tr("%1 (Space)").arg(play_->accessibleName()));
}

void TranscriptPage::togglePlaying() {
    if (!session_.hasSound) return;
    if (playing_) {
        Q_EMIT stopPlayingRequested();
    } else {
        Q_EMIT playRequested(at_.value_or(0), -1);
    }
}

void TranscriptPage::copyEverything() {
    QApplication::clipboard()->setText(view_->plainText());
}

void TranscriptPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        togglePlaying();
    } else if (event->key() == Qt::Key_Escape) {
        Q_EMIT backRequested();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace tilescribe
