// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHeaderView>

namespace tilescribe {

/// Headings that line up with CellDelegate's cells to the pixel; the sorted column has a small arrow above its name.
class TableHeader final : public QHeaderView {
    Q_OBJECT
public:
    explicit TableHeader(QWidget* parent = nullptr);
    /// What a heading needs, with its padding.
    [[nodiscard]] int neededWidth(int section) const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    [[nodiscard]] QFont headingFont() const;
};

}  // namespace tilescribe
