// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace tilescribe {

class BarWidget;
class FileQueueModel;
class QueueTable;

/// The file queue: what is worked on, how far, how fast, what is left.
class FilesView final : public QWidget {
    Q_OBJECT
public:
    explicit FilesView(QWidget* parent = nullptr);

    [[nodiscard]] FileQueueModel* queue() const { return queue_; }
    [[nodiscard]] QueueTable* table() const { return table_; }
    /// Whether the whole queue is paused: chooses the button's text.
    void setPaused(bool paused);
    /// Marks the drop zone while something hangs over the window.
    void setDropHot(bool hot);

Q_SIGNALS:
    void addRequested();
    void pauseAllRequested();
    void resumeAllRequested();
    void clearFinishedRequested();
    void openRequested(qint64 id);
    void cancelRequested(qint64 id);
    void retryRequested(qint64 id);
    void removeRequested(qint64 id);
    /// The user put an item at another row; the model shows it there already.
    void itemMoved(qint64 id, int row);

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeFooter();
    [[nodiscard]] QWidget* makeEmptyState();
    void showOverall();

    FileQueueModel* queue_;
    QPushButton* pause_ = nullptr;
    QPushButton* clear_ = nullptr;
    QPushButton* add_ = nullptr;
    QFrame* dropZone_ = nullptr;
    QFrame* emptyState_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QueueTable* table_ = nullptr;
    QFrame* footer_ = nullptr;
    QLabel* summary_ = nullptr;
    BarWidget* bar_ = nullptr;
    QLabel* left_ = nullptr;
    bool paused_ = false;
};

}  // namespace tilescribe
