// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/queue_table.h"

#include "ui/file_queue_model.h"
#include "ui/new_child.h"
#include "ui/queue_delegate.h"
#include "ui/table_header.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QMenu>

#include <algorithm>

namespace tilescribe {
namespace {

using Progress = QueueItem::State;

bool isFinished(const QueueItem& item) {
    return item.state == Progress::done || item.state == Progress::failed || item.state == Progress::cancelled;
}

}  // namespace

QueueTable::QueueTable(FileQueueModel* model, QWidget* parent) : QTableView(parent), queue_(model) {
    auto* headings = newChild<TableHeader>(this);
    headings->setSectionsClickable(false);
    setHorizontalHeader(headings);
    setModel(model);
    setItemDelegate(newChild<QueueDelegate>(this));
    setAccessibleName(tr("File queue"));
    setShowGrid(false);
    setMouseTracking(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDragDropOverwriteMode(false);
    setWordWrap(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 16);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == FileQueueModel::ActionColumn) trigger(index.row());
    });
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() != FileQueueModel::ActionColumn) open(index.row());
    });
}

void QueueTable::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    // The chosen row shows where the focus is.
    if (!currentIndex().isValid() && model()->rowCount() > 0) setCurrentIndex(model()->index(0, 0));
}

void QueueTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void QueueTable::fitColumns() {
    const int digit = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const int length = digit * 6 + 20;
    const int state = digit * 11 + 18;
    const int speed = digit * 5 + 20;
    const int left = digit * 6 + 20;
    const int action = digit * 9 + 16;
    const int rest = viewport()->width() - length - state - speed - left - action;
    const int progress = std::clamp(rest * 45 / 100, 96, 330);
    horizontalHeader()->resizeSection(FileQueueModel::NameColumn, std::max(110, rest - progress));
    horizontalHeader()->resizeSection(FileQueueModel::LengthColumn, length);
    horizontalHeader()->resizeSection(FileQueueModel::StateColumn, state);
    horizontalHeader()->resizeSection(FileQueueModel::ProgressColumn, progress);
    horizontalHeader()->resizeSection(FileQueueModel::SpeedColumn, speed);
    horizontalHeader()->resizeSection(FileQueueModel::LeftColumn, left);
    horizontalHeader()->resizeSection(FileQueueModel::ActionColumn, action);
}

void QueueTable::trigger(int row) {
    const QueueItem& item = queue_->items()[static_cast<std::size_t>(row)];
    switch (FileQueueModel::actionOf(item)) {
        case FileQueueModel::Action::open:
            Q_EMIT openRequested(item.id);
            break;
        case FileQueueModel::Action::cancel:
            Q_EMIT cancelRequested(item.id);
            break;
        case FileQueueModel::Action::retry:
            Q_EMIT retryRequested(item.id);
            break;
        case FileQueueModel::Action::remove:
            Q_EMIT removeRequested(item.id);
            break;
        case FileQueueModel::Action::none:
            break;
    }
}

void QueueTable::open(int row) {
    const QueueItem& item = queue_->items()[static_cast<std::size_t>(row)];
    if (item.hasTranscript || item.state == Progress::done) Q_EMIT openRequested(item.id);
}

void QueueTable::cancelOrRemove(int row) {
    const QueueItem& item = queue_->items()[static_cast<std::size_t>(row)];
    if (isFinished(item)) {
        Q_EMIT removeRequested(item.id);
    } else {
        Q_EMIT cancelRequested(item.id);
    }
}

void QueueTable::moveCurrent(int step) {
    const QModelIndex current = currentIndex();
    const qint64 id = current.data(FileQueueModel::IdRole).toLongLong();
    if (!queue_->moveItem(id, current.row() + step)) return;
    setCurrentIndex(queue_->index(queue_->rowOf(id), current.column()));
}

void QueueTable::keyPressEvent(QKeyEvent* event) {
    const int row = currentIndex().row();
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    const int key = event->key();
    if (row >= 0 && alt && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        moveCurrent(key == Qt::Key_Up ? -1 : 1);
    } else if (row >= 0 && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        open(row);
    } else if (row >= 0 && key == Qt::Key_Delete) {
        cancelOrRemove(row);
    } else if (row >= 0 && key == Qt::Key_R && event->modifiers() == Qt::NoModifier) {
        const QueueItem& item = queue_->items()[static_cast<std::size_t>(row)];
        if (isFinished(item)) Q_EMIT retryRequested(item.id);
    } else {
        QTableView::keyPressEvent(event);
    }
}

void QueueTable::dropEvent(QDropEvent* event) {
    const QModelIndex target = indexAt(event->position().toPoint());
    int row = target.isValid() ? target.row() : queue_->rowCount();
    if (target.isValid() && event->position().y() > visualRect(target).center().y()) ++row;
    if (!queue_->mimeTypes().isEmpty() && queue_->dropMimeData(event->mimeData(), Qt::MoveAction, row, 0, {})) {
        event->acceptProposedAction();  // what the view then wants to remove, the model keeps: it has been moved already
    } else {
        event->ignore();
    }
    setState(QAbstractItemView::NoState);
    viewport()->update();
}

void QueueTable::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid()) return;
    const QueueItem item = queue_->items()[static_cast<std::size_t>(index.row())];
    QMenu menu(this);
    menu.addAction(tr("Open transcript"), this, [this, item] { Q_EMIT openRequested(item.id); })
        ->setEnabled(item.hasTranscript || item.state == Progress::done);
    menu.addAction(tr("Cancel, keeping what is done"), this, [this, item] { Q_EMIT cancelRequested(item.id); })
        ->setEnabled(!isFinished(item));
    menu.addAction(tr("Retry"), this, [this, item] { Q_EMIT retryRequested(item.id); })->setEnabled(isFinished(item));
    menu.addAction(tr("Remove from the list"), this, [this, item] { Q_EMIT removeRequested(item.id); })
        ->setEnabled(isFinished(item));
    menu.addSeparator();
    menu.addAction(tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up), this, [this] { moveCurrent(-1); })
        ->setEnabled(index.row() > 0);
    menu.addAction(tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down), this, [this] { moveCurrent(1); })
        ->setEnabled(index.row() + 1 < queue_->rowCount());
    setCurrentIndex(index);
    menu.exec(event->globalPos());
}

}  // namespace tilescribe
