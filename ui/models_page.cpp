// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models_page.h"

#include "ui/model_card.h"
#include "ui/new_child.h"
#include "ui/notice_area.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

namespace tilescribe {

ModelsPage::ModelsPage(QWidget* parent) : QWidget(parent) {
    setRole(this, "page");
    auto* outer = newChild<QVBoxLayout>(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = newChild<QScrollArea>(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = newChild<QWidget>(scroll);
    auto* column = newChild<QVBoxLayout>(page);
    column->setContentsMargins(spacing::large, 20, spacing::large, 20);
    column->setSpacing(spacing::medium);
    column->addWidget(makeHeader(page));
    notices_ = newChild<NoticeArea>(page);
    column->addWidget(notices_);
    column->addWidget(makeBuiltInNotice(page));
    list_ = newChild<QVBoxLayout>();
    list_->setSpacing(8);
    column->addLayout(list_);
    column->addWidget(makeMirror(page));
    column->addStretch(1);
    scroll->setWidget(page);
    outer->addWidget(scroll);
}

QWidget* ModelsPage::makeHeader(QWidget* page) {
    auto* header = newChild<QWidget>(page);
    auto* row = newChild<QHBoxLayout>(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    auto* back = makeButton(tr("Settings"), "back", header);
    setRole(back, "flat");
    back->setToolTip(tr("Back to the settings (Escape)"));
    auto* import = makeButton(tr("Import"), "add", header);
    import->setProperty("hasMenu", true);
    auto* menu = newChild<QMenu>(import);
    menu->addAction(tr("A model file (ggml)…"), this, &ModelsPage::importFileRequested);
    menu->addAction(tr("A model folder (safetensors)…"), this, &ModelsPage::importFolderRequested);
    import->setMenu(menu);
    row->addWidget(back);
    row->addWidget(makeLabel(tr("Models"), "title", header), 1);
    row->addWidget(import);
    connect(back, &QPushButton::clicked, this, &ModelsPage::backRequested);
    return header;
}

QWidget* ModelsPage::makeBuiltInNotice(QWidget* page) {
    auto* note =
        makeLabel(tr("The built-in model knows synthetic English voices only: it shows that everything works, and little more. "
                     "For real speech, download one of Whisper's own models (base is a good start) or import one. "
                     "The network is used for nothing else."),
                  "soft", page);
    note->setWordWrap(true);
    return note;
}

QWidget* ModelsPage::makeMirror(QWidget* page) {
    auto* box = newChild<QWidget>(page);
    auto* row = newChild<QHBoxLayout>(box);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(10);
    auto* label = makeLabel(tr("Download from"), "note", box);
    mirror_ = newChild<QLineEdit>(box);
    mirror_->setPlaceholderText(tr("the usual place; another address if that one is blocked"));
    mirror_->setAccessibleName(tr("Download from"));
    mirror_->setAcceptDrops(false);
    label->setBuddy(mirror_);
    row->addWidget(label);
    row->addWidget(mirror_, 1);
    connect(mirror_, &QLineEdit::editingFinished, this, [this] { Q_EMIT mirrorChanged(mirror_->text().trimmed()); });
    return box;
}

ModelCard* ModelsPage::makeModelCard() {
    auto* card = newChild<ModelCard>(list_->parentWidget());
    connect(card, &ModelCard::useRequested, this, &ModelsPage::useRequested);
    connect(card, &ModelCard::downloadRequested, this, &ModelsPage::downloadRequested);
    connect(card, &ModelCard::cancelRequested, this, &ModelsPage::cancelRequested);
    list_->addWidget(card);
    return card;
}

void ModelsPage::setEntries(const std::vector<ModelEntry>& entries) {
    while (cards_.size() > entries.size()) {
        cards_.back()->hide();
        cards_.back()->deleteLater();
        cards_.pop_back();
    }
    while (cards_.size() < entries.size()) cards_.push_back(makeModelCard());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (cards_[i]->entry() != entries[i] || cards_[i]->accessibleName().isEmpty()) cards_[i]->setEntry(entries[i]);
    }
}

void ModelsPage::setMirror(const QString& address) {
    mirror_->setText(address);
}

void ModelsPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT backRequested();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace tilescribe
