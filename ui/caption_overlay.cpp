// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/caption_overlay.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDataStream>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QScreen>
#include <QTextLayout>
#include <QWindow>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tilescribe {
namespace {

constexpr int edge = 8;
constexpr int margin = 22;
constexpr quint32 stateMagic = 0x54534f31;  // "TSO1"

// The strip lies over other programs' windows, so it has colours of its own.
const QColor ground(0x0e1114);
const QColor ink(0xf5f7f8);
const QColor dimmed(0xaab3bb);

QTextLayout::FormatRange colored(int start, int length, const QColor& color) {
    QTextLayout::FormatRange range{start, length, {}};
    range.format.setForeground(color);
    return range;
}

/// Lays the line out and returns its height.
double layOut(QTextLayout& layout, double width) {
    layout.beginLayout();
    double height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, height});
        height += line.height() * 1.12;
    }
    layout.endLayout();
    return height;
}

}  // namespace

CaptionOverlay::CaptionOverlay(QWidget* parent) : QWidget(parent, Qt::Tool | Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint) {
    setAttribute(Qt::WA_TranslucentBackground);
    setAttribute(Qt::WA_ShowWithoutActivating);
    setWindowTitle(tr("Captions"));
    setAccessibleName(tr("Captions overlay"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 60);
    resize(900, 158);
}

void CaptionOverlay::setLines(const std::vector<CaptionLine>& lines) {
    std::vector<CaptionLine> last;
    for (auto line = lines.rbegin(); line != lines.rend() && last.size() < 2; ++line) {
        if (line->kind == CaptionLine::Kind::speech) last.insert(last.begin(), *line);
    }
    if (last == lines_) return;
    lines_ = std::move(last);
    setAccessibleDescription(lines_.empty() ? QString() : lines_.back().text());
    update();
}

void CaptionOverlay::setFontSize(double points) {
    fontSize_ = std::clamp(points, smallestFont, largestFont);
    update();
}

void CaptionOverlay::setOpacity(double opacity) {
    opacity_ = std::clamp(opacity, 0.2, 1.0);
    update();
}

QByteArray CaptionOverlay::saveState() const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << stateMagic << geometry() << fontSize_ << opacity_;
    return bytes;
}

bool CaptionOverlay::restoreState(const QByteArray& state) {
    QDataStream in(state);
    quint32 magic = 0;
    QRect place;
    double font = 0;
    double opacity = 0;
    in >> magic >> place >> font >> opacity;
    if (in.status() != QDataStream::Ok || magic != stateMagic || !place.isValid() || !std::isfinite(font) ||
        !std::isfinite(opacity))
        return false;
    // A screen that is gone must not take the strip with it.
    if (const QScreen* screen = QGuiApplication::screenAt(place.center())) {
        setGeometry(place.intersected(screen->availableGeometry()));
        placed_ = true;
    } else {
        resize(place.size());
    }
    setFontSize(font);
    setOpacity(opacity);
    return true;
}

void CaptionOverlay::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(placed_, true)) return;
    const QRect room = screen()->availableGeometry();
    const QSize size(std::min(width(), room.width() * 9 / 10), height());
    setGeometry(QRect(QPoint(room.center().x() - size.width() / 2, room.bottom() - size.height() - room.height() / 20), size));
}

void CaptionOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor back = ground;
    back.setAlphaF(static_cast<float>(opacity_));
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12);
    painter.fillPath(shape, back);
    if (hasFocus()) painter.strokePath(shape, QPen(dimmed, 1));
    painter.setClipPath(shape);

    QFont font = QApplication::font();
    font.setPointSizeF(fontSize_);
    double bottom = height() - 14;
    for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
        const bool newest = line == lines_.rbegin();
        const int confirmed = static_cast<int>(line->confirmed.size());
        const QString text = line->text();
        QTextLayout layout(text, font);
        layout.setFormats(
            {colored(0, confirmed, newest ? ink : dimmed), colored(confirmed, static_cast<int>(text.size()) - confirmed, dimmed)});
        const double tall = layOut(layout, width() - 2 * margin);
        bottom -= tall;
        // The newest words stay in sight; lines that do not fit above them are left out whole.
        for (int i = 0; i < layout.lineCount(); ++i) {
            const QTextLine piece = layout.lineAt(i);
            if (bottom + piece.y() >= 4) piece.draw(&painter, QPointF(margin, bottom));
        }
    }
}

void CaptionOverlay::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        setOpacity(opacity_ + steps * 0.05);
    } else {
        setFontSize(fontSize_ + steps);
    }
    event->accept();
}

void CaptionOverlay::keyPressEvent(QKeyEvent* event) {
    const double step = event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal ? 1 : event->key() == Qt::Key_Minus ? -1 : 0;
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (step != 0 && event->modifiers().testFlag(Qt::ControlModifier)) {
        setOpacity(opacity_ + step * 0.05);
    } else if (step != 0) {
        setFontSize(fontSize_ + step);
    } else {
        QWidget::keyPressEvent(event);
    }
}

Qt::Edges CaptionOverlay::edgesAt(QPoint position) const {
    Qt::Edges edges;
    edges.setFlag(Qt::LeftEdge, position.x() < edge);
    edges.setFlag(Qt::RightEdge, position.x() >= width() - edge);
    edges.setFlag(Qt::TopEdge, position.y() < edge);
    edges.setFlag(Qt::BottomEdge, position.y() >= height() - edge);
    return edges;
}

void CaptionOverlay::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || windowHandle() == nullptr) return;
    // The window system moves and resizes: the only way under Wayland.
    if (const Qt::Edges edges = edgesAt(event->pos())) {
        windowHandle()->startSystemResize(edges);
    } else {
        windowHandle()->startSystemMove();
    }
}

void CaptionOverlay::mouseMoveEvent(QMouseEvent* event) {
    const Qt::Edges edges = edgesAt(event->pos());
    const bool sideways = edges.testFlag(Qt::LeftEdge) || edges.testFlag(Qt::RightEdge);
    const bool upright = edges.testFlag(Qt::TopEdge) || edges.testFlag(Qt::BottomEdge);
    if (sideways && upright) {
        setCursor(edges.testFlag(Qt::LeftEdge) == edges.testFlag(Qt::TopEdge) ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor);
    } else {
        setCursor(sideways ? Qt::SizeHorCursor : upright ? Qt::SizeVerCursor : Qt::OpenHandCursor);
    }
}

void CaptionOverlay::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Larger text"), QKeySequence(Qt::Key_Plus), this, [this] { setFontSize(fontSize_ + 2); });
    menu.addAction(tr("Smaller text"), QKeySequence(Qt::Key_Minus), this, [this] { setFontSize(fontSize_ - 2); });
    menu.addSeparator();
    menu.addAction(tr("More opaque"), this, [this] { setOpacity(opacity_ + 0.1); });
    menu.addAction(tr("More transparent"), this, [this] { setOpacity(opacity_ - 0.1); });
    menu.addSeparator();
    menu.addAction(tr("Close"), QKeySequence(Qt::Key_Escape), this, &QWidget::close);
    menu.exec(event->globalPos());
}

void CaptionOverlay::closeEvent(QCloseEvent* event) {
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

}  // namespace tilescribe
