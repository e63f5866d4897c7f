// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QFont>

class QPalette;

namespace tilescribe {

/// The few colours everything is drawn with. Text tokens (ink, soft, accent, accent2, cpu, ok, warning, error) keep a WCAG contrast
/// of at least 4.5 on background, panel and track; onRecord on record and onAccent on accent too.
struct ThemeColors {
    QColor background;  ///< the window
    QColor panel;       ///< cards, the sidebar, lists
    QColor ink;         ///< text
    QColor soft;        ///< labels, unconfirmed words
    QColor line;        ///< borders, grid
    QColor accent;      ///< the one accent: NPU, progress, the first speaker
    QColor accent2;     ///< the second speaker, what is playing
    QColor cpu;         ///< what ran on the CPU
    QColor ok;
    QColor warning;
    QColor error;
    QColor track;   ///< empty part of bars and meters, the selected row
    QColor record;  ///< the record button
    QColor onRecord;
    QColor onAccent;
};

enum class Appearance { system, light, dark };

[[nodiscard]] const ThemeColors& lightColors();
[[nodiscard]] const ThemeColors& darkColors();

/// Whether text is lighter than what it stands on.
[[nodiscard]] bool isDark(const QPalette& palette);

/// The colours that go with the application's palette now. Painted widgets ask at every paint, so they follow a change at once.
[[nodiscard]] const ThemeColors& themeColors();

/// A palette of these colours, for a forced appearance.
[[nodiscard]] QPalette paletteOf(const ThemeColors& colors);

/// Follows the desktop's palette (system) or forces ours. Every window gets a palette change event.
void applyAppearance(Appearance appearance);

/// Inter where it is installed, else the desktop's own font; never smaller than 10.5 points.
[[nodiscard]] QFont interfaceFont();

/// Relative luminance contrast, 1 to 21 (WCAG 2.1, "contrast ratio").
[[nodiscard]] double contrastRatio(const QColor& one, const QColor& other);

/// Distances in device-independent pixels.
namespace spacing {
inline constexpr int tight = 4;
inline constexpr int small = 8;
inline constexpr int medium = 14;
inline constexpr int large = 24;
inline constexpr int radius = 7;
}  // namespace spacing

}  // namespace tilescribe
