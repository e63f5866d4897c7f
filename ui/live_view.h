// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/choice.h"
#include "ui/live_state.h"

#include <QWidget>

#include <vector>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;

namespace tilescribe {

class LevelMeter;
class LivePanel;
class NoticeArea;
class FigureStrip;
class Picker;
class TabularLabel;
class TranscriptModel;
class TranscriptView;
class WindowBar;

/// Live captions: record, read along, see that nothing is lost. Space records and stops wherever the focus does not need it itself.
class LiveView final : public QWidget {
    Q_OBJECT
public:
    explicit LiveView(QWidget* parent = nullptr);

    void setState(const LiveState& state);
    [[nodiscard]] const LiveState& state() const { return state_; }
    /// One meter per track; a track's name is its label.
    void setLevels(const std::vector<TrackLevel>& levels);
    void setWindow(const WindowProgress& progress);
    void setDevices(const Choices& choices, const QString& currentId);
    void setLanguages(const Choices& choices, const QString& currentId);
    void setModels(const Choices& choices, const QString& currentId);
    void setOverlayShown(bool shown);

    [[nodiscard]] TranscriptModel* captions() const { return captions_; }
    [[nodiscard]] TranscriptView* captionsView() const { return captionsView_; }
    [[nodiscard]] NoticeArea* notices() const { return notices_; }
    [[nodiscard]] LivePanel* panel() const { return panel_; }
    [[nodiscard]] bool isPanelWanted() const { return panelWanted_; }
    void setPanelWanted(bool wanted);

    /// What Space and Ctrl+R do: start, or stop. Nothing while starting or finishing.
    void toggleRecording();

Q_SIGNALS:
    void recordRequested();
    void stopRequested();
    void pauseRequested();
    void resumeRequested();
    void deviceChosen(const QString& id);
    void languageChosen(const QString& id);
    void modelChosen(const QString& id);
    void overlayToggled(bool shown);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Meter {
        QLabel* name;
        LevelMeter* meter;
    };

    [[nodiscard]] QWidget* makeTopRow();
    [[nodiscard]] QWidget* makeStatusRow();
    [[nodiscard]] QWidget* makeCaptions();
    [[nodiscard]] QWidget* makeWindowRow();
    void connectControls();
    void togglePause();
    void showPhase();
    void showFigures();
    void placeJumpButton();
    void fitPanel();
    void fitStatusRow();

    LiveState state_;
    TranscriptModel* captions_;
    QPushButton* record_;
    QPushButton* pause_;
    TabularLabel* elapsed_;
    QWidget* meterCard_;
    QGridLayout* meterGrid_;
    std::vector<Meter> meters_;
    QPushButton* overlay_;
    QPushButton* panelButton_;
    QBoxLayout* statusRow_ = nullptr;
    FigureStrip* figures_;
    Picker* device_;
    Picker* language_;
    Picker* model_;
    NoticeArea* notices_;
    TranscriptView* captionsView_;
    QPushButton* jump_;
    LivePanel* panel_;
    WindowBar* window_;
    TabularLabel* windowText_;
    bool panelWanted_ = true;
};

}  // namespace tilescribe
