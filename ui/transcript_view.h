// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointer>
#include <QTextEdit>

#include <optional>

namespace tilescribe {

class TranscriptModel;
struct CaptionLine;

/// Shows a TranscriptModel as running text: one block per row, times and speakers in the margin, unconfirmed words dimmed, gaps as
/// separators. Text can be selected by mouse and keyboard and copied. Only what changed in a row is touched, so a selection
/// survives new captions. It follows the end until the user scrolls up, and again when the end is reached or asked for.
class TranscriptView final : public QTextEdit {
    Q_OBJECT
public:
    explicit TranscriptView(TranscriptModel* model, QWidget* parent = nullptr);

    /// Whether the end is followed at all. Off for a finished transcript.
    void setLive(bool live);
    /// Whether new rows scroll into sight now.
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const { return following_; }
    void jumpToEnd();

    /// With this on, a click on a word (or Return at the caret) asks to hear it.
    void setClickToHear(bool enabled);
    /// Marks the row (and word, where its times are known) spoken at this second, and keeps it in sight; nothing: no mark.
    void setPlayPosition(std::optional<double> seconds);
    [[nodiscard]] int playingRow() const { return playingRow_; }

    /// Shown while there are no rows.
    void setEmptyText(const QString& text);
    /// The whole transcript as text, a row a line, with time and speaker in front.
    [[nodiscard]] QString plainText() const;

    void setModelRowInSight(int row);

Q_SIGNALS:
    void followingChanged(bool following);
    void playRequested(double start, double end);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    [[nodiscard]] QMimeData* createMimeDataFromSelection() const override;

private:
    void rebuild();
    void insertRows(int first, int last);
    void removeRows(int first, int last);
    void updateRows(int first, int last);
    void writeBlock(int row);
    void layOutMargin();
    void paintMargin(QPainter& painter, int row, const QRectF& block, double baseline) const;
    void requestPlayAt(const QTextCursor& cursor);
    void markPlaying(std::optional<double> seconds);
    [[nodiscard]] const CaptionLine& lineAt(int row) const;
    [[nodiscard]] QString rowText(int row) const;

    TranscriptModel* model_;
    QString emptyText_;
    bool live_ = true;
    bool following_ = true;
    bool clickToHear_ = false;
    bool scrolling_ = false;  ///< our own scrolling, not the user's
    int playingRow_ = -1;
    double speakerWidth_ = 0;
    std::optional<QPoint> pressedAt_;
};

}  // namespace tilescribe
