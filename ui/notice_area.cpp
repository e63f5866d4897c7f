// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notice_area.h"

#include "ui/new_child.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <memory>

namespace tilescribe {
namespace {

/// A card with a coloured edge that says how serious it is.
class Banner final : public QFrame {
public:
    Banner(Notice::Level level, QWidget* parent) : QFrame(parent), level_(level) { setRole(this, "card"); }

protected:
    void paintEvent(QPaintEvent* event) override {
        QFrame::paintEvent(event);
        const ThemeColors& colors = themeColors();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(level_ == Notice::Level::error     ? colors.error
                         : level_ == Notice::Level::warning ? colors.warning
                                                            : colors.accent);
        painter.drawRoundedRect(QRectF(7, 9, 3, height() - 18), 1.5, 1.5);
    }

private:
    Notice::Level level_;
};

QString levelName(Notice::Level level) {
    switch (level) {
        case Notice::Level::info:
            return NoticeArea::tr("Note");
        case Notice::Level::warning:
            return NoticeArea::tr("Warning");
        case Notice::Level::error:
            return NoticeArea::tr("Error");
    }
    return {};
}

}  // namespace

NoticeArea::NoticeArea(QWidget* parent) : QWidget(parent), layout_(newChild<QVBoxLayout>(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(spacing::small);
    hide();
}

QWidget* NoticeArea::makeBanner(const Notice& notice) {
    auto* banner = newChild<Banner>(notice.level, this);
    banner->setAccessibleName(QStringLiteral("%1: %2").arg(levelName(notice.level), notice.text));
    auto* row = newChild<QHBoxLayout>(banner);
    row->setContentsMargins(20, 6, 8, 6);
    row->setSpacing(spacing::small);
    banner->setMinimumHeight(42);
    auto* text = makeLabel(notice.text, "small", banner);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(text, 1);
    if (!notice.action.isEmpty()) {
        auto* action = makeButton(notice.action, nullptr, banner);
        connect(action, &QPushButton::clicked, this, [this, id = notice.id] { Q_EMIT actionRequested(id); });
        row->addWidget(action);
    }
    if (notice.dismissable) {
        auto* close = makeButton({}, "close", banner);
        setRole(close, "flat");
        close->setAccessibleName(tr("Dismiss"));
        close->setToolTip(tr("Dismiss"));
        connect(close, &QPushButton::clicked, this, [this, id = notice.id] {
            remove(id);
            Q_EMIT dismissed(id);
        });
        row->addWidget(close);
    }
    return banner;
}

void NoticeArea::post(const Notice& notice) {
    QWidget* banner = makeBanner(notice);
    if (QWidget* old = banners_.value(notice.id)) {
        const std::unique_ptr<QLayoutItem> place(layout_->replaceWidget(old, banner));  // the old one's, ours now
        old->hide();
        old->deleteLater();
    } else {
        layout_->addWidget(banner);
    }
    banner->show();
    banners_.insert(notice.id, banner);
    setVisible(true);
}

void NoticeArea::remove(const QString& id) {
    QWidget* banner = banners_.take(id);
    if (banner == nullptr) return;
    layout_->removeWidget(banner);
    banner->hide();
    banner->deleteLater();  // it may be its own button that asked
    setVisible(!banners_.isEmpty());
}

void NoticeArea::clear() {
    for (const QString& id : banners_.keys()) remove(id);
}

}  // namespace tilescribe
