// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library_view.h"

#include "ui/export_menu.h"
#include "ui/icons.h"
#include "ui/lead_focus.h"
#include "ui/new_child.h"
#include "ui/session_delegate.h"
#include "ui/session_list_model.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"

#include <QContextMenuEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>

namespace tilescribe {

LibraryView::LibraryView(QWidget* parent) : QWidget(parent), sessions_(newChild<SessionListModel>(this)) {
    setRole(this, "page");
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(spacing::large, 20, spacing::large, 20);
    column->setSpacing(spacing::medium);
    column->addWidget(makeHeader());
    search_ = newChild<QLineEdit>(this);
    search_->setPlaceholderText(tr("Search in all transcripts"));
    search_->setAccessibleName(tr("Search in all transcripts"));
    search_->setClearButtonEnabled(true);
    search_->addAction(actionIcon("search"), QLineEdit::LeadingPosition);
    search_->setAcceptDrops(false);  // files dropped here are for the window
    search_->setMinimumHeight(36);
    search_->installEventFilter(this);
    column->addWidget(search_);
    column->addWidget(makeList(), 1);

    debounce_.setSingleShot(true);
    debounce_.setInterval(250);
    connect(&debounce_, &QTimer::timeout, this, &LibraryView::announceSearch);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty()) {
            announceSearch();
        } else {
            debounce_.start();
        }
        showState();
    });
    connect(search_, &QLineEdit::returnPressed, this, &LibraryView::announceSearch);
    connectList();
    leadFocus(this, {search_});
    showState();
}

QWidget* LibraryView::makeHeader() {
    auto* header = newChild<QWidget>(this);
    auto* row = newChild<QHBoxLayout>(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(makeLabel(tr("Library"), "title", header), 1);
    rename_ = makeButton(tr("Rename"), "rename", header);
    delete_ = makeButton(tr("Delete"), "trash", header);
    export_ = makeButton(tr("Export"), "export", header);
    open_ = makeButton(tr("Open"), nullptr, header);
    auto* deleteMenu = newChild<QMenu>(delete_);
    fillDeleteMenu(*deleteMenu);
    delete_->setMenu(deleteMenu);
    auto* exportMenu = newChild<QMenu>(export_);
    fillExportMenu(*exportMenu, [this](TranscriptFormat format) { Q_EMIT exportRequested(currentSession(), format); });
    export_->setMenu(exportMenu);
    for (QPushButton* button : {delete_, export_}) button->setProperty("hasMenu", true);
    for (QPushButton* button : {rename_, delete_, export_, open_}) row->addWidget(button);
    return header;
}

QWidget* LibraryView::makeList() {
    QFrame* card = makeCard(this);
    auto* layout = newChild<QVBoxLayout>(card);
    layout->setContentsMargins(2, 4, 2, 4);
    stack_ = newChild<QStackedWidget>(card);
    list_ = newChild<QListView>(stack_);
    list_->setModel(sessions_);
    list_->setItemDelegate(newChild<SessionDelegate>(list_));
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    list_->setAccessibleName(tr("Sessions"));
    list_->installEventFilter(this);
    list_->viewport()->installEventFilter(this);
    empty_ = makeLabel({}, "soft", stack_);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    stack_->addWidget(list_);
    stack_->addWidget(empty_);
    layout->addWidget(stack_);
    return card;
}

void LibraryView::connectList() {
    connect(sessions_, &SessionListModel::renameRequested, this, &LibraryView::renameRequested);
    connect(list_, &QListView::doubleClicked, this, [this] { Q_EMIT openRequested(currentSession()); });
    connect(open_, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(currentSession()); });
    connect(rename_, &QPushButton::clicked, this, [this] { list_->edit(list_->currentIndex()); });
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &LibraryView::showState);
    connect(sessions_, &QAbstractItemModel::modelReset, this, &LibraryView::showState);
    connect(sessions_, &QAbstractItemModel::rowsInserted, this, &LibraryView::showState);
    connect(sessions_, &QAbstractItemModel::rowsRemoved, this, &LibraryView::showState);
}

QString LibraryView::searchText() const {
    return search_->text();
}

void LibraryView::focusSearch() {
    search_->setFocus();
    search_->selectAll();
}

qint64 LibraryView::currentSession() const {
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? index.data(SessionListModel::IdRole).toLongLong() : -1;
}

void LibraryView::announceSearch() {
    debounce_.stop();
    if (announced_ == search_->text()) return;
    announced_ = search_->text();
    Q_EMIT searchChanged(announced_);
}

void LibraryView::showState() {
    const bool some = sessions_->rowCount() > 0;
    stack_->setCurrentIndex(some ? 0 : 1);
    empty_->setText(search_->text().isEmpty() ? tr("Nothing here yet. Recordings and transcribed files are kept in this list.")
                                              : tr("No transcript holds “%1”.").arg(search_->text()));
    const bool chosen = some && list_->currentIndex().isValid();
    for (QPushButton* button : {rename_, delete_, export_, open_}) button->setEnabled(chosen);
}

void LibraryView::fillDeleteMenu(QMenu& menu) {
    menu.addAction(tr("Move to the trash"), QKeySequence(Qt::Key_Delete), this,
                   [this] { Q_EMIT deleteRequested(currentSession(), DeleteScope::everything); })
        ->setShortcutContext(Qt::WidgetShortcut);
    QAction* sound = menu.addAction(tr("Delete the sound, keep the text…"), this, &LibraryView::confirmSoundDeletion);
    connect(&menu, &QMenu::aboutToShow, sound,
            [this, sound] { sound->setEnabled(list_->currentIndex().data(SessionListModel::HasSoundRole).toBool()); });
}

void LibraryView::fillContextMenu(QMenu& menu) {
    menu.addAction(tr("Open"), this, [this] { Q_EMIT openRequested(currentSession()); });
    menu.addAction(tr("Rename"), QKeySequence(Qt::Key_F2), this, [this] { list_->edit(list_->currentIndex()); });
    fillExportMenu(*menu.addMenu(tr("Export")),
                   [this](TranscriptFormat format) { Q_EMIT exportRequested(currentSession(), format); });
    menu.addSeparator();
    fillDeleteMenu(menu);
}

void LibraryView::confirmSoundDeletion() {
    const qint64 id = currentSession();
    auto* box = newChild<QMessageBox>(
        QMessageBox::Warning, tr("Delete the sound"),
        tr("The sound of “%1” is deleted for good; the text stays.").arg(list_->currentIndex().data().toString()),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const auto* confirm = box->addButton(tr("Delete the sound"), QMessageBox::DestructiveRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, id, confirm](const QAbstractButton* pressed) {
        if (static_cast<const void*>(pressed) == confirm) Q_EMIT deleteRequested(id, DeleteScope::soundOnly);
    });
    box->open();
}

bool LibraryView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn && watched == list_ && !list_->currentIndex().isValid())
        list_->setCurrentIndex(sessions_->index(0));
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (watched == search_ && key->key() == Qt::Key_Down) {
            list_->setFocus();
            return true;
        }
        if (watched == list_ && currentSession() >= 0) {
            if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
                Q_EMIT openRequested(currentSession());
                return true;
            }
            if (key->key() == Qt::Key_Delete) {
                Q_EMIT deleteRequested(currentSession(), DeleteScope::everything);
                return true;
            }
        }
    }
    if (event->type() == QEvent::ContextMenu && watched == list_->viewport() && list_->currentIndex().isValid()) {
        QMenu menu(this);
        fillContextMenu(menu);
        menu.exec(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace tilescribe
