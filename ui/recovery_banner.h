// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/recovery_item.h"

#include <QFrame>

#include <vector>

class QVBoxLayout;

namespace tilescribe {

/// Offers to finish recordings that were cut off; hidden when there are none.
class RecoveryBanner final : public QFrame {
    Q_OBJECT
public:
    explicit RecoveryBanner(QWidget* parent = nullptr);
    void setItems(const std::vector<RecoveryItem>& items);
    [[nodiscard]] int count() const { return count_; }

Q_SIGNALS:
    void recoverRequested(qint64 id);
    /// The user does not want it finished now; it stays in the library as it is.
    void laterRequested(qint64 id);

private:
    void addRow(const RecoveryItem& item);

    QVBoxLayout* rows_;
    int count_ = 0;
};

}  // namespace tilescribe
