// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/queue_item.h"

#include <QAbstractTableModel>
#include <QList>

#include <vector>

namespace tilescribe {

/// The file queue, in the order it will be worked off. Rows move by moveItem(); itemMoved tells the queue's owner what the user
/// asked for.
class FileQueueModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, LengthColumn, StateColumn, ProgressColumn, SpeedColumn, LeftColumn, ActionColumn, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1, StateRole, ProgressRole, MessageRole, TabularRole };
    enum class Action { none, open, cancel, retry, remove };

    /// The whole queue, summed up for the footer.
    struct Overall {
        int finished = 0;  ///< done, failed or cancelled
        int total = 0;
        double lengthS = 0;   ///< of all recordings whose length is known
        double progress = 0;  ///< 0 to 1, weighted by length
        std::optional<double> leftS;
    };

    explicit FileQueueModel(QObject* parent = nullptr);

    void setItems(std::vector<QueueItem> items);
    /// Updates the row with this id in place, or appends it.
    void upsert(const QueueItem& item);
    void removeItem(qint64 id);
    /// Moves an item to a row; false if it is there already or unknown.
    bool moveItem(qint64 id, int row);

    [[nodiscard]] const std::vector<QueueItem>& items() const { return items_; }
    [[nodiscard]] int rowOf(qint64 id) const;
    [[nodiscard]] Overall overall() const;
    /// What the action column offers for this state.
    [[nodiscard]] static Action actionOf(const QueueItem& item);
    [[nodiscard]] static QString nameOf(Action action);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) override;

Q_SIGNALS:
    void itemMoved(qint64 id, int row);

private:
    [[nodiscard]] QString textOf(const QueueItem& item, int column) const;

    std::vector<QueueItem> items_;
};

}  // namespace tilescribe
