// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lead_focus.h"

#include "ui/new_child.h"

#include <QFocusEvent>
#include <QWidget>

#include <utility>

namespace tilescribe {
namespace {

class Usher final : public QObject {
public:
    Usher(QWidget* page, std::vector<QWidget*> controls) : QObject(page), controls_(std::move(controls)) {
        page->installEventFilter(this);
    }

    bool eventFilter(QObject* page, QEvent* event) override {
        if (event->type() != QEvent::FocusIn) return false;
        for (QWidget* control : controls_) {
            if (!control->isVisibleTo(static_cast<QWidget*>(page)) || !control->isEnabled()) continue;
            control->setFocus(static_cast<QFocusEvent*>(event)->reason());
            break;
        }
        return false;
    }

private:
    std::vector<QWidget*> controls_;
};

}  // namespace

void leadFocus(QWidget* page, std::vector<QWidget*> controls) {
    [[maybe_unused]] const auto* owned = newChild<Usher>(page, std::move(controls));
}

}  // namespace tilescribe
