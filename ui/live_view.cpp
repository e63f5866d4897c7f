// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live_view.h"

#include "ui/figure_strip.h"
#include "ui/format_text.h"
#include "ui/icons.h"
#include "ui/lead_focus.h"
#include "ui/level_meter.h"
#include "ui/live_panel.h"
#include "ui/new_child.h"
#include "ui/notice_area.h"
#include "ui/picker.h"
#include "ui/style_sheet.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"
#include "ui/transcript_model.h"
#include "ui/transcript_view.h"
#include "ui/window_bar.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace tilescribe {
namespace {

constexpr int readablePicker = 130;
constexpr int widestPicker = 220;
constexpr int narrow = 760;  ///< below this width the panel gives its room to the captions

bool isBusy(RecordingPhase phase) {
    return phase == RecordingPhase::starting || phase == RecordingPhase::finishing || phase == RecordingPhase::unavailable;
}

bool isRunning(RecordingPhase phase) {
    return phase == RecordingPhase::recording || phase == RecordingPhase::paused;
}

QPushButton* makeIconButton(const char* icon, const QString& name, QWidget* parent) {
    QPushButton* button = makeButton({}, icon, parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

Picker* makePicker(const QString& name, QWidget* parent) {
    auto* picker = newChild<Picker>(name, parent);
    setRole(picker, "compact");
    picker->setMinimumWidth(84);
    picker->setMaximumWidth(widestPicker);
    picker->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return picker;
}

}  // namespace

LiveView::LiveView(QWidget* parent) : QWidget(parent), captions_(newChild<TranscriptModel>(this)) {
    setRole(this, "page");
    notices_ = newChild<NoticeArea>(this);
    panel_ = newChild<LivePanel>(this);
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(spacing::large, 20, spacing::large, 20);
    column->setSpacing(12);
    column->addWidget(makeTopRow());
    column->addWidget(makeStatusRow());
    column->addWidget(notices_);
    auto* middle = newChild<QHBoxLayout>();
    middle->setSpacing(spacing::medium);
    middle->addWidget(makeCaptions(), 1);
    middle->addWidget(panel_);
    column->addLayout(middle, 1);
    column->addWidget(makeWindowRow());
    connectControls();
    leadFocus(this, {record_, device_, language_});
    setLevels({{.name = tr("Microphone")}});
    showPhase();
    showFigures();
}

QWidget* LiveView::makeTopRow() {
    auto* row = newChild<QWidget>(this);
    auto* layout = newChild<QHBoxLayout>(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    record_ = makeButton(tr("Record"), "record", row);
    setRole(record_, "record");
    pause_ = makeButton(tr("Pause"), "pause", row);
    elapsed_ = newChild<TabularLabel>(row);
    elapsed_->setLook(1.7, QFont::DemiBold);
    elapsed_->setAccessibleName(tr("Recorded time"));
    meterCard_ = makeCard(row);
    meterGrid_ = newChild<QGridLayout>(meterCard_);
    meterGrid_->setContentsMargins(14, 4, 14, 4);
    meterGrid_->setHorizontalSpacing(10);
    meterGrid_->setVerticalSpacing(1);
    meterCard_->setMinimumHeight(40);
    meterCard_->setMaximumWidth(330);
    overlay_ = makeIconButton("captions", tr("Captions overlay"), row);
    overlay_->setCheckable(true);
    panelButton_ = makeIconButton("panel", tr("Show load and kernels"), row);
    panelButton_->setCheckable(true);
    panelButton_->setChecked(true);
    layout->addWidget(record_);
    layout->addWidget(pause_);
    layout->addSpacing(4);
    layout->addWidget(elapsed_);
    layout->addStretch(1);
    layout->addWidget(meterCard_, 6);
    layout->addWidget(overlay_);
    layout->addWidget(panelButton_);
    return row;
}

QWidget* LiveView::makeStatusRow() {
    auto* row = newChild<QWidget>(this);
    statusRow_ = newChild<QBoxLayout>(QBoxLayout::LeftToRight, row);
    statusRow_->setContentsMargins(0, 0, 0, 0);
    statusRow_->setSpacing(6);
    figures_ = newChild<FigureStrip>(row);
    figures_->setAccessibleName(tr("State of the recording"));
    device_ = makePicker(tr("Input device"), row);
    language_ = makePicker(tr("Language spoken"), row);
    model_ = makePicker(tr("Model"), row);
    auto* pickers = newChild<QHBoxLayout>();
    pickers->setSpacing(6);
    for (Picker* picker : {device_, language_, model_}) pickers->addWidget(picker, 1);
    statusRow_->addWidget(figures_);
    statusRow_->addLayout(pickers, 1);
    return row;
}

QWidget* LiveView::makeCaptions() {
    QFrame* card = makeCard(this);
    auto* layout = newChild<QVBoxLayout>(card);
    layout->setContentsMargins(1, 1, 1, 1);
    captionsView_ = newChild<TranscriptView>(captions_, card);
    captionsView_->setAccessibleName(tr("Captions"));
    layout->addWidget(captionsView_);
    jump_ = makeButton(tr("Jump to live"), nullptr, card);
    setRole(jump_, "pill");
    jump_->hide();
    return card;
}

QWidget* LiveView::makeWindowRow() {
    QFrame* card = makeCard(this);
    auto* layout = newChild<QHBoxLayout>(card);
    layout->setContentsMargins(16, 9, 16, 9);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeLabel(tr("Window"), "soft", card));
    window_ = newChild<WindowBar>(card);
    layout->addWidget(window_, 1);
    windowText_ = newChild<TabularLabel>(card);
    windowText_->setMinimumWidth(88);
    windowText_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(windowText_);
    setWindow({});
    return card;
}

void LiveView::connectControls() {
    connect(record_, &QPushButton::clicked, this, &LiveView::toggleRecording);
    connect(pause_, &QPushButton::clicked, this, &LiveView::togglePause);
    connect(device_, &Picker::chosen, this, &LiveView::deviceChosen);
    connect(language_, &Picker::chosen, this, &LiveView::languageChosen);
    connect(model_, &Picker::chosen, this, &LiveView::modelChosen);
    connect(overlay_, &QPushButton::clicked, this, &LiveView::overlayToggled);
    connect(panelButton_, &QPushButton::clicked, this, [this](bool shown) {
        panelWanted_ = shown;
        panel_->setVisible(shown);
    });
    connect(jump_, &QPushButton::clicked, captionsView_, [this] {
        captionsView_->jumpToEnd();
        captionsView_->setFocus();
    });
    connect(captionsView_, &TranscriptView::followingChanged, this, [this](bool following) {
        jump_->setVisible(!following);
        placeJumpButton();
    });
}

void LiveView::setState(const LiveState& state) {
    const bool samePhase = state.phase == state_.phase && state.unavailableReason == state_.unavailableReason;
    state_ = state;
    if (!samePhase) showPhase();
    showFigures();
}

void LiveView::showPhase() {
    const bool running = isRunning(state_.phase) || state_.phase == RecordingPhase::finishing;
    QString text = running ? tr("Stop") : tr("Record");
    if (state_.phase == RecordingPhase::starting) text = tr("Starting…");
    if (state_.phase == RecordingPhase::finishing) text = tr("Finishing…");
    record_->setText(text);
    record_->setAccessibleName(text);
    record_->setToolTip(state_.phase == RecordingPhase::unavailable ? state_.unavailableReason
                                                                    : tr("%1 (Space, Ctrl+R)").arg(text));
    record_->setIcon(actionIcon(running ? "stop" : "record"));
    record_->setEnabled(!isBusy(state_.phase));

    const bool paused = state_.phase == RecordingPhase::paused;
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setAccessibleName(pause_->text());
    pause_->setIcon(actionIcon(paused ? "play" : "pause"));
    pause_->setEnabled(isRunning(state_.phase));

    const bool fixed = state_.phase != RecordingPhase::idle && state_.phase != RecordingPhase::unavailable;
    model_->setEnabled(!fixed && model_->count() > 0);
    captionsView_->setEmptyText(
        state_.phase == RecordingPhase::unavailable
            ? tr("%1\nFiles can still be transcribed: drop them on this window.").arg(state_.unavailableReason)
        : fixed ? tr("Listening. The first words appear after about a second of speech.")
                : tr("Press Record (Space) and read along.\nEverything stays on this machine."));
}

void LiveView::showFigures() {
    elapsed_->setText(format::elapsed(state_.elapsedS));
    elapsed_->setAccessibleDescription(elapsed_->text());
    QString saved = format::unknown();
    if (state_.savedAgoS) saved = *state_.savedAgoS < 2 ? tr("just now") : tr("%1 ago").arg(format::seconds(state_.savedAgoS));
    figures_->setFigures({{tr("Lag"), format::seconds(state_.lagS)},
                          {tr("First word"), format::seconds(state_.firstWordS)},
                          {tr("Dropped"), format::count(state_.droppedFrames)},
                          {tr("Saved"), saved}});
    figures_->setToolTip(tr(
        "Lag behind live, time from a word to its caption, sound frames the system dropped, when sound was last written to disk"));
    fitStatusRow();
}

void LiveView::setLevels(const std::vector<TrackLevel>& levels) {
    while (meters_.size() > levels.size()) {
        delete meters_.back().name;   // NOLINT(cppcoreguidelines-owning-memory): Qt takes a deleted child off its parent
        delete meters_.back().meter;  // NOLINT(cppcoreguidelines-owning-memory)
        meters_.pop_back();
    }
    while (meters_.size() < levels.size()) {
        const Meter meter{makeLabel({}, "note", meterCard_), newChild<LevelMeter>(meterCard_)};
        const int row = static_cast<int>(meters_.size());
        meterGrid_->addWidget(meter.name, row, 0);
        meterGrid_->addWidget(meter.meter, row, 1);
        meters_.push_back(meter);
    }
    for (std::size_t i = 0; i < levels.size(); ++i) {
        meters_[i].name->setText(levels[i].name);
        meters_[i].meter->setAccessibleName(tr("Level of %1").arg(levels[i].name));
        meters_[i].meter->setLevel(levels[i].peak, levels[i].rms);
    }
}

void LiveView::setWindow(const WindowProgress& progress) {
    window_->setProgress(progress);
    windowText_->setText(
        tr("%1 / %2").arg(QLocale().toString(progress.filledS, 'f', 1), tr("%1 s").arg(progress.lengthS, 0, 'f', 0)));
}

void LiveView::setDevices(const Choices& choices, const QString& currentId) {
    device_->setChoices(choices, currentId);
}

void LiveView::setLanguages(const Choices& choices, const QString& currentId) {
    language_->setChoices(choices, currentId);
}

void LiveView::setModels(const Choices& choices, const QString& currentId) {
    model_->setChoices(choices, currentId);
    showPhase();
}

void LiveView::setOverlayShown(bool shown) {
    overlay_->setChecked(shown);
}

void LiveView::setPanelWanted(bool wanted) {
    panelWanted_ = wanted;
    fitPanel();
}

void LiveView::fitPanel() {
    const bool shown = panelWanted_ && width() >= narrow;
    panel_->setVisible(shown);
    panelButton_->setChecked(shown);
}

/// The pickers go below the figures where both would be cut.
void LiveView::fitStatusRow() {
    const bool stacked = statusRow_->direction() == QBoxLayout::TopToBottom;
    const int slack = stacked ? 40 : 0;  // so that a figure's width does not turn it back and forth
    const bool wanted = width() - 2 * spacing::large < figures_->sizeHint().width() + 3 * readablePicker + slack;
    if (wanted == stacked) return;
    statusRow_->setDirection(wanted ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    for (Picker* picker : {device_, language_, model_}) picker->setMaximumWidth(wanted ? QWIDGETSIZE_MAX : widestPicker);
}

void LiveView::toggleRecording() {
    if (isBusy(state_.phase)) return;
    if (isRunning(state_.phase)) {
        Q_EMIT stopRequested();
    } else {
        Q_EMIT recordRequested();
    }
}

void LiveView::togglePause() {
    if (state_.phase == RecordingPhase::paused) {
        Q_EMIT resumeRequested();
    } else if (state_.phase == RecordingPhase::recording) {
        Q_EMIT pauseRequested();
    }
}

void LiveView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && !event->isAutoRepeat()) {
        toggleRecording();
        return;
    }
    QWidget::keyPressEvent(event);
}

void LiveView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool wasNarrow = event->oldSize().width() >= 0 && event->oldSize().width() < narrow;
    if (event->oldSize().width() < 0 || wasNarrow != (width() < narrow)) fitPanel();
    fitStatusRow();
    placeJumpButton();
}

void LiveView::placeJumpButton() {
    if (!jump_->isVisibleTo(this)) return;
    jump_->adjustSize();
    const QRect room = captionsView_->geometry();
    jump_->move(room.center().x() - jump_->width() / 2, room.bottom() - jump_->height() - 12);
    jump_->raise();
}

}  // namespace tilescribe
