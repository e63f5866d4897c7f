// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/live_state.h"

#include <QWidget>

namespace tilescribe {

/// The recognition window now being filled: a small waveform that grows from left to right, and where it stands.
class WindowBar final : public QWidget {
    Q_OBJECT
public:
    explicit WindowBar(QWidget* parent = nullptr);
    void setProgress(WindowProgress progress);
    [[nodiscard]] const WindowProgress& progress() const { return progress_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    WindowProgress progress_;
};

}  // namespace tilescribe
