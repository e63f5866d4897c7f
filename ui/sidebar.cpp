// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sidebar.h"

#include "ui/format_text.h"
#include "ui/nav_button.h"
#include "ui/new_child.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace tilescribe {
namespace {

/// The program's mark: four tiles.
class BrandMark final : public QWidget {
public:
    explicit BrandMark(QWidget* parent) : QWidget(parent) { setFixedSize(18, 18); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(themeColors().accent);
        for (const QPointF place : {QPointF(0, 0), QPointF(10, 0), QPointF(0, 10), QPointF(10, 10)}) {
            painter.setOpacity(place == QPointF(0, 10) ? 0.35 : 1);
            painter.drawRoundedRect(QRectF(place, QSizeF(8, 8)), 2, 2);
        }
    }
};

class StatusDot final : public QWidget {
public:
    explicit StatusDot(QWidget* parent) : QWidget(parent) { setFixedSize(8, 18); }
    void setHealth(BackendStatus::Health health) {
        health_ = health;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeColors& colors = themeColors();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        switch (health_) {
            case BackendStatus::Health::ready:
                painter.setBrush(colors.ok);
                break;
            case BackendStatus::Health::degraded:
                painter.setBrush(colors.warning);
                break;
            case BackendStatus::Health::failed:
                painter.setBrush(colors.error);
                break;
            case BackendStatus::Health::loading:
                painter.setBrush(colors.soft);
                break;
        }
        painter.drawEllipse(QRectF(0, 5, 8, 8));
    }

private:
    BackendStatus::Health health_ = BackendStatus::Health::loading;
};

QLabel* makeStatusLine(const char* role, QWidget* parent) {
    QLabel* label = makeLabel({}, role, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->hide();
    return label;
}

void setLine(QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

}  // namespace

Sidebar::Sidebar(QWidget* parent) : QFrame(parent) {
    setRole(this, "sidebar");
    setFixedWidth(196);
    auto* column = newChild<QVBoxLayout>(this);
    column->setContentsMargins(12, 18, 12, 16);
    column->setSpacing(3);

    auto* brand = newChild<QHBoxLayout>();
    brand->setContentsMargins(10, 0, 0, 14);
    brand->setSpacing(9);
    brand->addWidget(newChild<BrandMark>(this));
    brand->addWidget(makeLabel(QStringLiteral("Tilescribe"), "brand", this), 1);
    column->addLayout(brand);

    buttons_ = {addButton(*column, View::live, tr("Live"), "live", tr("Ctrl 1")),
                addButton(*column, View::files, tr("Files"), "files", tr("Ctrl 2")),
                addButton(*column, View::library, tr("Library"), "library", tr("Ctrl 3")),
                addButton(*column, View::performance, tr("Performance"), "performance", tr("Ctrl 4"))};
    column->addStretch(1);
    buttons_.push_back(addButton(*column, View::settings, tr("Settings"), "settings", tr("Ctrl ,")));

    auto* rule = newChild<QFrame>(this);
    setRole(rule, "rule");
    column->addSpacing(8);
    column->addWidget(rule);
    column->addSpacing(8);

    auto* first = newChild<QHBoxLayout>();
    first->setContentsMargins(10, 0, 0, 0);
    first->setSpacing(7);
    auto* dot = newChild<StatusDot>(this);
    dot_ = dot;
    first->addWidget(dot, 0, Qt::AlignTop);
    device_ = makeStatusLine("small", this);
    first->addWidget(device_, 1);
    column->addLayout(first);
    auto* rest = newChild<QVBoxLayout>();
    rest->setContentsMargins(10, 0, 0, 0);
    rest->setSpacing(1);
    reason_ = makeStatusLine("note", this);
    model_ = makeStatusLine("note", this);
    rest->addWidget(reason_);
    rest->addWidget(model_);
    column->addLayout(rest);
    setCurrent(View::live);
}

NavButton* Sidebar::addButton(QVBoxLayout& column, View view, const QString& text, const char* icon, const QString& hint) {
    auto* button = newChild<NavButton>(text, icon, hint, this);
    connect(button, &NavButton::clicked, this, [this, view] { Q_EMIT viewRequested(view); });
    column.addWidget(button);
    return button;
}

NavButton* Sidebar::buttonOf(View view) const {
    return buttons_[static_cast<std::size_t>(view)];
}

void Sidebar::setCurrent(View view) {
    for (NavButton* button : buttons_) button->setChecked(button == buttonOf(view));
}

void Sidebar::setCount(View view, int count) {
    buttonOf(view)->setCount(count);
}

void Sidebar::setStatus(const BackendStatus& status) {
    status_ = status;
    static_cast<StatusDot*>(dot_)->setHealth(status.health);
    device_->setTextFormat(Qt::RichText);
    setLine(device_,
            QStringLiteral("<b>%1</b> <span style='color:%3'>%2</span>")
                .arg(status.device.toHtmlEscaped(), format::shortDevice(status.detail).toHtmlEscaped(), themeColors().soft.name()));
    device_->setToolTip(status.detail);
    setLine(reason_, status.reason);
    QStringList model;
    if (!status.model.isEmpty()) model << tr("Model %1").arg(status.model);
    if (!status.language.isEmpty()) model << status.language;
    setLine(model_, model.join(QStringLiteral(" · ")));
    setAccessibleDescription(statusText());
}

QString Sidebar::statusText() const {
    QStringList parts{status_.device, status_.detail, status_.reason, model_->text()};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(". "));
}

void Sidebar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    // The text of the first line carries its colour.
    if (event->type() == QEvent::PaletteChange && dot_ != nullptr) setStatus(status_);
}

}  // namespace tilescribe
