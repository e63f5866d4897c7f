// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/model_entry.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace tilescribe {

class BarWidget;

/// One model with what can be done about it now: use, download, cancel.
class ModelCard final : public QFrame {
    Q_OBJECT
public:
    explicit ModelCard(QWidget* parent = nullptr);
    void setEntry(const ModelEntry& entry);
    [[nodiscard]] const ModelEntry& entry() const { return entry_; }

Q_SIGNALS:
    void useRequested(const QString& name);
    void downloadRequested(const QString& name);
    void cancelRequested(const QString& name);

private:
    void act();

    ModelEntry entry_;
    QLabel* title_;
    QLabel* size_;
    QLabel* tag_;
    QLabel* detail_;
    QLabel* message_;
    BarWidget* bar_;
    QPushButton* button_;
};

}  // namespace tilescribe
