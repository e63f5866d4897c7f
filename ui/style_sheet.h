// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

class QFont;
class QFrame;
class QLabel;
class QPushButton;
class QWidget;

namespace tilescribe {

struct ThemeColors;

/// The window's style sheet, from the colours and the base font's size. Widgets choose a look by their "role" property.
[[nodiscard]] QString styleSheetOf(const ThemeColors& colors, const QFont& base);

/// Sets the "role" the style sheet asks for ("card", "title", "soft", "heading", "record", "flat", "tag" ...) and re-polishes.
void setRole(QWidget* widget, const char* role);

[[nodiscard]] QLabel* makeLabel(const QString& text, const char* role, QWidget* parent);
[[nodiscard]] QFrame* makeCard(QWidget* parent);
/// A button with an accessible name, a tool tip (the name where none is given) and, if asked for, an icon of
/// resources/icons/actions.
[[nodiscard]] QPushButton* makeButton(const QString& text, const char* icon, QWidget* parent);

}  // namespace tilescribe
