// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/cell_delegate.h"

namespace tilescribe {

/// Cells of the file queue: state in its colour, the progress bar (or what went wrong), the action as a small button.
class QueueDelegate final : public CellDelegate {
    Q_OBJECT
public:
    explicit QueueDelegate(QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace tilescribe
