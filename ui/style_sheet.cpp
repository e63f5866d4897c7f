// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style_sheet.h"

#include "ui/icons.h"
#include "ui/new_child.h"
#include "ui/theme.h"

#include <QFont>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVariant>

#include <utility>
#include <vector>

namespace tilescribe {
namespace {

constexpr auto sheet = R"(
QMainWindow, QWidget#central, QWidget[role="page"], QScrollArea, QScrollArea > QWidget > QWidget { background: ${background}; color: ${ink}; }
QLabel { color: ${ink}; background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="brand"] { font-size: ${brand}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${small}pt; font-weight: 600; color: ${soft}; }
QLabel[role="soft"] { color: ${soft}; }
QLabel[role="small"] { font-size: ${small}pt; }
QLabel[role="note"] { font-size: ${small}pt; color: ${soft}; }
QLabel[role="error"] { font-size: ${small}pt; color: ${error}; }
QLabel[role="tag"] { font-size: ${tiny}pt; color: ${soft}; border: 1px solid ${line}; border-radius: 5px; padding: 2px 7px; }
QLabel[role="accentTag"] { font-size: ${tiny}pt; color: ${accent}; border: 1px solid ${accent}; border-radius: 5px; padding: 2px 7px; }
QFrame[role="card"] { background: ${panel}; border: 1px solid ${line}; border-radius: 10px; }
QFrame[role="dropzone"] { background: ${panel}; border: 1px dashed ${scroll}; border-radius: 10px; }
QFrame[role="dropzone"][hot="true"] { border: 1px dashed ${accent}; background: ${track}; }
QFrame[role="sidebar"] { background: ${panel}; border: none; border-right: 1px solid ${line}; }
QFrame[role="rule"] { background: ${line}; border: none; max-height: 1px; min-height: 1px; }
QPushButton, QToolButton { color: ${ink}; background: ${panel}; border: 1px solid ${line}; border-radius: 7px; padding: 6px 12px; }
QPushButton:hover, QToolButton:hover { background: ${track}; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked { background: ${track}; border-color: ${soft}; }
QPushButton:focus, QToolButton:focus { border: 1px solid ${accent}; outline: none; }
QPushButton:disabled, QToolButton:disabled { color: ${soft}; background: ${background}; }
QPushButton::menu-indicator { image: url(:/icons/actions/chevron-down.svg); width: 10px; height: 10px; subcontrol-position: right center;
    subcontrol-origin: padding; right: 9px; }
QPushButton[hasMenu="true"] { padding-right: 26px; }
QPushButton[role="record"] { color: ${onRecord}; background: ${record}; border: 2px solid ${record}; font-weight: 600; padding: 7px 16px; }
QPushButton[role="record"]:hover { background: ${recordHover}; }
QPushButton[role="record"]:focus { border: 2px solid ${ink}; }
QPushButton[role="record"]:disabled { color: ${soft}; background: ${track}; border-color: ${track}; }
QPushButton[role="primary"] { color: ${onAccent}; background: ${accent}; border: 1px solid ${accent}; font-weight: 600; }
QPushButton[role="primary"]:focus { border: 1px solid ${ink}; }
QPushButton[role="primary"]:disabled { color: ${soft}; background: ${track}; border-color: ${line}; }
QPushButton[role="flat"] { background: transparent; border: 1px solid transparent; color: ${soft}; padding: 5px 8px; }
QPushButton[role="flat"]:hover { background: ${track}; color: ${ink}; }
QPushButton[role="flat"]:focus { border: 1px solid ${accent}; }
QPushButton[role="pill"] { color: ${onAccent}; background: ${accent}; border: 1px solid ${accent}; border-radius: 14px; padding: 5px 14px;
    font-weight: 600; }
QPushButton[role="pill"]:focus { border: 1px solid ${ink}; }
QLineEdit, QComboBox { color: ${ink}; background: ${panel}; border: 1px solid ${line}; border-radius: 7px; padding: 5px 10px;
    selection-background-color: ${accent}; selection-color: ${onAccent}; }
QLineEdit:focus, QComboBox:focus { border: 1px solid ${accent}; }
QLineEdit:disabled, QComboBox:disabled { color: ${soft}; background: ${background}; }
QComboBox[role="compact"] { font-size: ${small}pt; padding: 3px 8px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/actions/chevron-down.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { color: ${ink}; background: ${panel}; border: 1px solid ${line}; selection-background-color: ${track};
    selection-color: ${ink}; outline: none; }
QCheckBox, QRadioButton { color: ${ink}; spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid ${soft}; border-radius: 4px; background: ${panel}; }
QCheckBox::indicator:checked { background: ${accent}; border-color: ${accent}; image: url(:/icons/actions/check-${mode}.svg); }
QCheckBox:focus { color: ${accent}; }
QCheckBox::indicator:focus { border: 1px solid ${accent}; }
QTextEdit[role="captions"] { color: ${ink}; background: transparent; border: 1px solid transparent; border-radius: 9px;
    font-size: ${caption}pt; selection-background-color: ${accent}; selection-color: ${onAccent}; }
QTextEdit[role="captions"]:focus { border: 1px solid ${accent}; }
QAbstractItemView { color: ${ink}; background: transparent; border: 1px solid transparent; border-radius: 6px; outline: none;
    alternate-background-color: transparent; gridline-color: ${line}; selection-background-color: ${track}; selection-color: ${ink}; }
QTableView, QListView { font-size: ${table}pt; }
QHeaderView { background: transparent; border: none; font-size: ${table}pt; }
QTableCornerButton::section { background: transparent; border: none; }
QMenu { color: ${ink}; background: ${panel}; border: 1px solid ${line}; padding: 5px; }
QMenu::item { padding: 6px 24px 6px 14px; border-radius: 5px; }
QMenu::item:selected { background: ${track}; }
QMenu::item:disabled { color: ${soft}; }
QMenu::separator { height: 1px; background: ${line}; margin: 5px 8px; }
QToolTip { color: ${ink}; background: ${panel}; border: 1px solid ${line}; padding: 4px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 2px; }
QScrollBar::handle:vertical { background: ${scroll}; border-radius: 3px; min-height: 28px; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 2px; }
QScrollBar::handle:horizontal { background: ${scroll}; border-radius: 3px; min-width: 28px; }
QScrollBar::handle:hover { background: ${soft}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString points(double value) {
    return QString::number(value, 'f', 1);
}

}  // namespace

QString styleSheetOf(const ThemeColors& colors, const QFont& base) {
    const double size = base.pointSizeF() > 0 ? base.pointSizeF() : 10.5;
    const bool dark = &colors == &darkColors();
    const QColor scroll((colors.line.red() + colors.soft.red()) / 2, (colors.line.green() + colors.soft.green()) / 2,
                        (colors.line.blue() + colors.soft.blue()) / 2);
    const std::vector<std::pair<const char*, QString>> tokens{
        {"background", colors.background.name()},
        {"panel", colors.panel.name()},
        {"ink", colors.ink.name()},
        {"soft", colors.soft.name()},
        {"line", colors.line.name()},
        {"accent", colors.accent.name()},
        {"error", colors.error.name()},
        {"track", colors.track.name()},
        {"record", colors.record.name()},
        {"recordHover", colors.record.darker(112).name()},
        {"onRecord", colors.onRecord.name()},
        {"onAccent", colors.onAccent.name()},
        {"scroll", scroll.name()},
        {"mode", dark ? QStringLiteral("dark") : QStringLiteral("light")},
        {"small", points(size * 0.9)},
        {"tiny", points(size * 0.83)},
        {"table", points(size * 0.94)},
        {"brand", points(size * 1.14)},
        {"title", points(size * 1.36)},
        {"caption", points(size * 1.18)},
    };
    QString result = QString::fromLatin1(sheet);
    for (const auto& [name, value] : tokens) result.replace(QStringLiteral("${%1}").arg(QLatin1String(name)), value);
    return result;
}

void setRole(QWidget* widget, const char* role) {
    widget->setProperty("role", QString::fromLatin1(role));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QLabel* makeLabel(const QString& text, const char* role, QWidget* parent) {
    auto* label = newChild<QLabel>(text, parent);
    label->setTextFormat(Qt::PlainText);
    setRole(label, role);
    return label;
}

QFrame* makeCard(QWidget* parent) {
    auto* card = newChild<QFrame>(parent);
    setRole(card, "card");
    return card;
}

QPushButton* makeButton(const QString& text, const char* icon, QWidget* parent) {
    auto* button = newChild<QPushButton>(text, parent);
    button->setAccessibleName(text);
    if (icon != nullptr) button->setIcon(actionIcon(icon));
    if (!text.isEmpty()) button->setIconSize({19, 16});
    return button;
}

}  // namespace tilescribe
