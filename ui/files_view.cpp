// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files_view.h"

#include "ui/bar_widget.h"
#include "ui/file_queue_model.h"
#include "ui/format_text.h"
#include "ui/lead_focus.h"
#include "ui/new_child.h"
#include "ui/queue_table.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace tilescribe {
namespace {

QFrame* makeDropZone(QWidget* parent) {
    auto* zone = newChild<QFrame>(parent);
    setRole(zone, "dropzone");
    return zone;
}

}  // namespace

FilesView::FilesView(QWidget* parent) : QWidget(parent), queue_(newChild<FileQueueModel>(this)) {
    setRole(this, "page");
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(spacing::large, 20, spacing::large, 20);
    column->setSpacing(spacing::medium);
    column->addWidget(makeHeader());

    dropZone_ = makeDropZone(this);
    auto* zoneLayout = newChild<QVBoxLayout>(dropZone_);
    zoneLayout->setContentsMargins(16, 16, 16, 16);
    auto* hint = makeLabel(tr("Drop recordings, videos or folders anywhere in this window"), "soft", dropZone_);
    hint->setAlignment(Qt::AlignCenter);
    zoneLayout->addWidget(hint);
    column->addWidget(dropZone_);

    stack_ = newChild<QStackedWidget>(this);
    QFrame* card = makeCard(stack_);
    auto* cardLayout = newChild<QVBoxLayout>(card);
    cardLayout->setContentsMargins(8, 6, 8, 8);
    table_ = newChild<QueueTable>(queue_, card);
    cardLayout->addWidget(table_);
    stack_->addWidget(makeEmptyState());
    stack_->addWidget(card);
    column->addWidget(stack_, 1);
    column->addWidget(makeFooter());

    connect(table_, &QueueTable::openRequested, this, &FilesView::openRequested);
    connect(table_, &QueueTable::cancelRequested, this, &FilesView::cancelRequested);
    connect(table_, &QueueTable::retryRequested, this, &FilesView::retryRequested);
    connect(table_, &QueueTable::removeRequested, this, &FilesView::removeRequested);
    connect(queue_, &FileQueueModel::itemMoved, this, &FilesView::itemMoved);
    connect(queue_, &QAbstractItemModel::modelReset, this, &FilesView::showOverall);
    connect(queue_, &QAbstractItemModel::rowsInserted, this, &FilesView::showOverall);
    connect(queue_, &QAbstractItemModel::rowsRemoved, this, &FilesView::showOverall);
    connect(queue_, &QAbstractItemModel::dataChanged, this, &FilesView::showOverall);
    leadFocus(this, {table_, add_});
    showOverall();
}

QWidget* FilesView::makeHeader() {
    auto* header = newChild<QWidget>(this);
    auto* row = newChild<QHBoxLayout>(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(makeLabel(tr("Files"), "title", header), 1);
    clear_ = makeButton(tr("Clear finished"), nullptr, header);
    pause_ = makeButton(tr("Pause all"), "pause", header);
    add_ = makeButton(tr("Add files…"), "add", header);
    add_->setShortcut(QKeySequence::Open);
    add_->setToolTip(tr("Add recordings or videos (%1)").arg(QKeySequence(QKeySequence::Open).toString(QKeySequence::NativeText)));
    for (QPushButton* button : {clear_, pause_, add_}) row->addWidget(button);
    connect(add_, &QPushButton::clicked, this, &FilesView::addRequested);
    connect(clear_, &QPushButton::clicked, this, &FilesView::clearFinishedRequested);
    connect(pause_, &QPushButton::clicked, this, [this] {
        if (paused_) {
            Q_EMIT resumeAllRequested();
        } else {
            Q_EMIT pauseAllRequested();
        }
    });
    return header;
}

QWidget* FilesView::makeEmptyState() {
    emptyState_ = makeDropZone(stack_);
    auto* column = newChild<QVBoxLayout>(emptyState_);
    column->setSpacing(spacing::small);
    column->addStretch(1);
    auto* title = makeLabel(tr("Drop recordings, videos or folders here"), "title", emptyState_);
    title->setAlignment(Qt::AlignCenter);
    auto* text = makeLabel(tr("Anything that holds sound: WAV, FLAC, MP3, M4A, Ogg, MP4, MKV and many more. "
                              "They are transcribed one after the other, on this machine."),
                           "soft", emptyState_);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto* add = makeButton(tr("Add files…"), "add", emptyState_);
    connect(add, &QPushButton::clicked, this, &FilesView::addRequested);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(6);
    column->addWidget(add, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return emptyState_;
}

QWidget* FilesView::makeFooter() {
    footer_ = makeCard(this);
    auto* row = newChild<QHBoxLayout>(footer_);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(16);
    summary_ = makeLabel({}, "", footer_);
    bar_ = newChild<BarWidget>(footer_);
    bar_->setAccessibleName(tr("Overall progress"));
    left_ = makeLabel({}, "soft", footer_);
    row->addWidget(summary_);
    row->addStretch(1);
    row->addWidget(bar_, 3);
    row->addWidget(left_);
    return footer_;
}

void FilesView::showOverall() {
    const FileQueueModel::Overall sum = queue_->overall();
    const bool some = sum.total > 0;
    stack_->setCurrentIndex(some ? 1 : 0);
    dropZone_->setVisible(some);
    footer_->setVisible(some);
    pause_->setEnabled(some && sum.finished < sum.total);
    clear_->setEnabled(sum.finished > 0);
    summary_->setText(tr("%1 of %2 finished · %3 of sound").arg(sum.finished).arg(sum.total).arg(format::clock(sum.lengthS)));
    bar_->setFraction(sum.progress);
    QString left = paused_ ? tr("paused") : QString();
    if (!paused_ && sum.leftS) left = tr("about %1 left").arg(format::clock(*sum.leftS));
    if (sum.finished == sum.total) left = tr("all finished");
    left_->setText(left);
}

void FilesView::setPaused(bool paused) {
    paused_ = paused;
    pause_->setText(paused ? tr("Resume all") : tr("Pause all"));
    pause_->setAccessibleName(pause_->text());
    showOverall();
}

void FilesView::setDropHot(bool hot) {
    for (QFrame* zone : {dropZone_, emptyState_}) {
        zone->setProperty("hot", hot);
        setRole(zone, "dropzone");
    }
}

}  // namespace tilescribe
