// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings_page.h"

#include "ui/lead_focus.h"
#include "ui/new_child.h"
#include "ui/picker.h"
#include "ui/style_sheet.h"

#include <QCheckBox>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <array>

namespace tilescribe {
namespace {

constexpr std::array appearances{Appearance::system, Appearance::light, Appearance::dark};

/// A card with a heading and a grid of label and control.
QGridLayout* makeGroup(QFrame* card, const QString& heading) {
    auto* column = newChild<QVBoxLayout>(card);
    column->setContentsMargins(18, 14, 18, 16);
    column->setSpacing(10);
    column->addWidget(makeLabel(heading, "heading", card));
    auto* grid = newChild<QGridLayout>();
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    grid->setColumnMinimumWidth(0, 180);
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    return grid;
}

Picker* addPicker(QGridLayout* grid, const QString& name, QWidget* card) {
    const int row = grid->rowCount();
    auto* label = makeLabel(name, "", card);
    auto* picker = newChild<Picker>(name, card);
    picker->setMinimumWidth(180);
    picker->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    label->setBuddy(picker);
    grid->addWidget(label, row, 0);
    grid->addWidget(picker, row, 1);
    return picker;
}

QLabel* addNote(QGridLayout* grid, QWidget* card) {
    auto* note = makeLabel({}, "note", card);
    note->setWordWrap(true);
    grid->addWidget(note, grid->rowCount(), 1, 1, -1);
    return note;
}

void setNote(QLabel* note, const QString& text) {
    note->setText(text);
    note->setVisible(!text.isEmpty());
}

}  // namespace

SettingsPage::SettingsPage(QWidget* parent) : QWidget(parent) {
    setRole(this, "page");
    auto* outer = newChild<QVBoxLayout>(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = newChild<QScrollArea>(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = newChild<QWidget>(scroll);
    auto* column = newChild<QVBoxLayout>(page);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(14);
    column->addWidget(makeLabel(tr("Settings"), "title", page));
    for (QWidget* card : {makeRecording(page), makeRecognition(page), makeStorage(page), makeAppearance(page)}) {
        card->setMaximumWidth(820);
        column->addWidget(card);
    }
    column->addStretch(1);
    scroll->setWidget(page);
    outer->addWidget(scroll);
    leadFocus(this, {microphone_, model_});
    setChoices({});
}

QWidget* SettingsPage::makeRecording(QWidget* page) {
    QFrame* card = makeCard(page);
    auto* grid = makeGroup(card, tr("Recording"));
    microphone_ = addPicker(grid, tr("Microphone"), card);
    speakers_ = newChild<QCheckBox>(tr("Record what the speakers play as a second track"), card);
    speakers_->setAccessibleName(speakers_->text());
    grid->addWidget(speakers_, grid->rowCount(), 1);
    speakersNote_ = addNote(grid, card);
    connect(microphone_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.microphone = id;
        announce(next);
    });
    connect(speakers_, &QCheckBox::clicked, this, [this](bool on) {
        SettingsValues next = values_;
        next.recordSpeakers = on;
        announce(next);
    });
    return card;
}

QWidget* SettingsPage::makeRecognition(QWidget* page) {
    QFrame* card = makeCard(page);
    auto* grid = makeGroup(card, tr("Recognition"));
    model_ = addPicker(grid, tr("Model"), card);
    auto* models = makeButton(tr("Models…"), nullptr, card);
    models->setToolTip(tr("Download or import models"));
    grid->addWidget(models, grid->rowCount() - 1, 2);
    language_ = addPicker(grid, tr("Language spoken"), card);
    backend_ = addPicker(grid, tr("Device"), card);
    backendNote_ = addNote(grid, card);
    threads_ = addPicker(grid, tr("CPU threads"), card);
    connect(models, &QPushButton::clicked, this, &SettingsPage::modelsRequested);
    connect(model_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.model = id;
        announce(next);
    });
    connect(language_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.language = id;
        announce(next);
    });
    connect(backend_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.backend = id;
        announce(next);
        showBackendNote();
    });
    connect(threads_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.threads = id.toInt();
        announce(next);
    });
    return card;
}

QWidget* SettingsPage::makeStorage(QWidget* page) {
    QFrame* card = makeCard(page);
    auto* grid = makeGroup(card, tr("Storage"));
    folder_ = newChild<QLineEdit>(card);
    folder_->setReadOnly(true);
    folder_->setAccessibleName(tr("Folder for sessions"));
    auto* choose = makeButton(tr("Change…"), "folder", card);
    auto* open = makeButton(tr("Show"), nullptr, card);
    open->setToolTip(tr("Show the folder in the file manager"));
    const int row = grid->rowCount();
    auto* label = makeLabel(tr("Folder for sessions"), "", card);
    label->setBuddy(folder_);
    grid->addWidget(label, row, 0);
    grid->addWidget(folder_, row, 1);
    grid->addWidget(choose, row, 2);
    grid->addWidget(open, row, 3);
    storageNote_ = addNote(grid, card);
    setNote(storageNote_, {});
    connect(choose, &QPushButton::clicked, this, &SettingsPage::chooseFolderRequested);
    connect(open, &QPushButton::clicked, this, &SettingsPage::openFolderRequested);
    return card;
}

QWidget* SettingsPage::makeAppearance(QWidget* page) {
    QFrame* card = makeCard(page);
    auto* grid = makeGroup(card, tr("Appearance"));
    appearance_ = addPicker(grid, tr("Colours"), card);
    appearance_->setChoices({{.id = QStringLiteral("0"), .label = tr("As the desktop")},
                             {.id = QStringLiteral("1"), .label = tr("Light")},
                             {.id = QStringLiteral("2"), .label = tr("Dark")}},
                            QStringLiteral("0"));
    interfaceLanguage_ = addPicker(grid, tr("Language of the program"), card);
    setNote(addNote(grid, card), tr("Another language is spoken from the next start on."));
    connect(appearance_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.appearance = appearances.at(static_cast<std::size_t>(id.toInt()));
        announce(next);
    });
    connect(interfaceLanguage_, &Picker::chosen, this, [this](const QString& id) {
        SettingsValues next = values_;
        next.interfaceLanguage = id;
        announce(next);
    });
    return card;
}

void SettingsPage::setChoices(const SettingsChoices& choices) {
    choices_ = choices;
    microphone_->setChoices(choices.microphones, values_.microphone);
    model_->setChoices(choices.models, values_.model);
    language_->setChoices(choices.languages, values_.language);
    backend_->setChoices(choices.backends, values_.backend);
    showBackendNote();
    interfaceLanguage_->setChoices(choices.interfaceLanguages, values_.interfaceLanguage);
    Choices threads{{.id = QStringLiteral("0"), .label = tr("Automatic")}};
    for (int count = 1; count <= choices.maximumThreads; ++count)
        threads.push_back({.id = QString::number(count), .label = QString::number(count)});
    threads_->setChoices(threads, QString::number(values_.threads));
    speakers_->setEnabled(choices.monitorsAvailable);
    setNote(speakersNote_, choices.monitorsAvailable ? QString() : choices.monitorsReason);
}

void SettingsPage::setValues(const SettingsValues& values) {
    values_ = values;
    showValues();
}

void SettingsPage::showValues() {
    microphone_->setCurrentId(values_.microphone);
    speakers_->setChecked(values_.recordSpeakers);
    model_->setCurrentId(values_.model);
    language_->setCurrentId(values_.language);
    backend_->setCurrentId(values_.backend);
    showBackendNote();
    threads_->setCurrentId(QString::number(values_.threads));
    folder_->setText(values_.storageFolder);
    folder_->setCursorPosition(0);
    folder_->setToolTip(values_.storageFolder);
    appearance_->setCurrentIndex(static_cast<int>(values_.appearance));
    interfaceLanguage_->setCurrentId(values_.interfaceLanguage);
}

void SettingsPage::showBackendNote() {
    const auto chosen = std::ranges::find(choices_.backends, values_.backend, &Choice::id);
    setNote(backendNote_, chosen != choices_.backends.end() ? chosen->detail : QString());
}

void SettingsPage::announce(const SettingsValues& values) {
    if (values == values_) return;
    values_ = values;
    Q_EMIT changed(values_);
}

void SettingsPage::setStorageNote(const QString& note) {
    setNote(storageNote_, note);
}

}  // namespace tilescribe
