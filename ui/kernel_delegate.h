// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/cell_delegate.h"

namespace tilescribe {

/// Cells of the kernel table: the share as a bar in its device's colour, "simulated" marked.
class KernelDelegate final : public CellDelegate {
    Q_OBJECT
public:
    explicit KernelDelegate(QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace tilescribe
