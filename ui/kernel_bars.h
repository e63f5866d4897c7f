// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/kernel_row.h"

#include <QWidget>

#include <vector>

namespace tilescribe {

/// A short list of kernels: name, bar relative to the dearest, milliseconds (the rows' mean).
class KernelBars final : public QWidget {
    Q_OBJECT
public:
    explicit KernelBars(QWidget* parent = nullptr);
    void setRows(std::vector<KernelRow> rows);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<KernelRow> rows_;
};

}  // namespace tilescribe
