// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include "ui/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <utility>

// Q_INIT_RESOURCE may not stand inside a namespace.
static void initialiseResources() {
    Q_INIT_RESOURCE(tilescribe_icons);
    Q_INIT_RESOURCE(tilescribe_translations);
}

namespace tilescribe {
namespace {

/// Paints an SVG whose strokes and fills are `currentColor`.
class TintedIcon final : public QIconEngine {
public:
    TintedIcon(QString name, QByteArray svg) : name_(std::move(name)), svg_(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const ThemeColors& colors = themeColors();
        const bool onRed = name_ == QLatin1String("record") || name_ == QLatin1String("stop");
        QColor color = onRed ? colors.onRecord : colors.ink;
        if (mode == QIcon::Disabled) color = colors.soft;
        QByteArray svg = svg_;
        svg.replace("currentColor", color.name().toLatin1());
        // Buttons ask for a little more width than height: the rest is the distance to their text.
        QSvgRenderer(svg).render(painter, QRectF(rect.left(), rect.top(), rect.height(), rect.height()));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    [[nodiscard]] QIconEngine* clone() const override { return std::make_unique<TintedIcon>(*this).release(); }
    QString iconName() override { return name_; }

private:
    QString name_;
    QByteArray svg_;
};

}  // namespace

QIcon actionIcon(const char* name) {
    registerResources();
    QFile file(QStringLiteral(":/icons/actions/%1.svg").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QIcon(std::make_unique<TintedIcon>(QString::fromLatin1(name), file.readAll()).release());
}

QIcon applicationIcon() {
    registerResources();
    return QIcon::fromTheme(QStringLiteral("tilescribe"), QIcon(QStringLiteral(":/icons/tilescribe.svg")));
}

void registerResources() {
    initialiseResources();
}

}  // namespace tilescribe
