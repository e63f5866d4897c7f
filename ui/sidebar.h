// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/backend_status.h"

#include <QFrame>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace tilescribe {

class NavButton;

enum class View { live, files, library, performance, settings };

/// Brand, the views, and below which device works and why.
class Sidebar final : public QFrame {
    Q_OBJECT
public:
    explicit Sidebar(QWidget* parent = nullptr);

    void setCurrent(View view);
    /// The number beside Files or Library; nothing for 0.
    void setCount(View view, int count);
    void setStatus(const BackendStatus& status);
    [[nodiscard]] QString statusText() const;

Q_SIGNALS:
    void viewRequested(tilescribe::View view);

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] NavButton* addButton(QVBoxLayout& column, View view, const QString& text, const char* icon, const QString& hint);
    [[nodiscard]] NavButton* buttonOf(View view) const;

    std::vector<NavButton*> buttons_;
    BackendStatus status_;
    QLabel* device_ = nullptr;
    QLabel* reason_ = nullptr;
    QLabel* model_ = nullptr;
    QWidget* dot_ = nullptr;
};

}  // namespace tilescribe
