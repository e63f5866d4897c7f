// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript_writer.h"
#include "ui/session_row.h"

#include <QWidget>

class QPushButton;

namespace tilescribe {

class ElidedLabel;
class TabularLabel;
class TranscriptModel;
class TranscriptView;

/// One session to read: text with times and speakers, a click on a word to hear it from there, copy, export.
class TranscriptPage final : public QWidget {
    Q_OBJECT
public:
    explicit TranscriptPage(QWidget* parent = nullptr);

    /// Title, facts and whether there is sound; the rows go into model().
    void setSession(const SessionRow& session);
    [[nodiscard]] qint64 session() const { return session_.id; }
    [[nodiscard]] TranscriptModel* model() const { return model_; }
    [[nodiscard]] TranscriptView* view() const { return view_; }

    /// What is being heard; nothing: stopped.
    void setPlayPosition(std::optional<double> seconds, bool playing);

Q_SIGNALS:
    void backRequested();
    /// Hear from `start`; `end` is where the row ends (negative: to the recording's end).
    void playRequested(double start, double end);
    void stopPlayingRequested();
    void exportRequested(qint64 id, tilescribe::TranscriptFormat format);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makePlayer();
    void togglePlaying();
    void copyEverything();

    SessionRow session_;
    TranscriptModel* model_;
    TranscriptView* view_ = nullptr;
    ElidedLabel* title_ = nullptr;
    ElidedLabel* facts_ = nullptr;
    QPushButton* play_ = nullptr;
    TabularLabel* position_ = nullptr;
    ElidedLabel* hint_ = nullptr;
    std::optional<double> at_;
    bool playing_ = false;
};

}  // namespace tilescribe
