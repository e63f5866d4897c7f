// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTableView>

namespace tilescribe {

class FileQueueModel;

/// The table of the file queue. Rows are reordered by dragging or Alt+Up/Down; Return opens, Delete cancels or removes, R retries.
class QueueTable final : public QTableView {
    Q_OBJECT
public:
    explicit QueueTable(FileQueueModel* model, QWidget* parent = nullptr);

Q_SIGNALS:
    void openRequested(qint64 id);
    void cancelRequested(qint64 id);
    void retryRequested(qint64 id);
    void removeRequested(qint64 id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void trigger(int row);
    void cancelOrRemove(int row);
    void open(int row);
    void moveCurrent(int step);
    void fitColumns();

    FileQueueModel* queue_;
};

}  // namespace tilescribe
