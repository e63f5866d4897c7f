// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>

#include <cmath>

namespace tilescribe {
namespace {

double linearChannel(double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linearChannel(color.redF()) + 0.7152 * linearChannel(color.greenF()) + 0.0722 * linearChannel(color.blueF());
}

}  // namespace

const ThemeColors& lightColors() {
    static const ThemeColors colors{.background = 0xf6f7f8,
                                    .panel = 0xffffff,
                                    .ink = 0x1b1f24,
                                    .soft = 0x5d666f,
                                    .line = 0xdfe3e8,
                                    .accent = 0x0f766e,
                                    .accent2 = 0xb93c0a,
                                    .cpu = 0x2563eb,
                                    .ok = 0x127337,
                                    .warning = 0x8a5a00,
                                    .error = 0xb91c1c,
                                    .track = 0xecf0f2,
                                    .record = 0xd32323,
                                    .onRecord = 0xffffff,
                                    .onAccent = 0xffffff};
    return colors;
}

const ThemeColors& darkColors() {
    static const ThemeColors colors{.background = 0x16191d,
                                    .panel = 0x1e2227,
                                    .ink = 0xe6e9ec,
                                    .soft = 0x98a2ac,
                                    .line = 0x2f363d,
                                    .accent = 0x2dd4bf,
                                    .accent2 = 0xfb923c,
                                    .cpu = 0x6aa8fb,
                                    .ok = 0x4ade80,
                                    .warning = 0xfbbf24,
                                    .error = 0xf98787,
                                    .track = 0x282e35,
                                    .record = 0xd32323,
                                    .onRecord = 0xffffff,
                                    .onAccent = 0x0c1513};
    return colors;
}

bool isDark(const QPalette& palette) {
    return luminance(palette.color(QPalette::WindowText)) > luminance(palette.color(QPalette::Window));
}

const ThemeColors& themeColors() {
    return isDark(QGuiApplication::palette()) ? darkColors() : lightColors();
}

QPalette paletteOf(const ThemeColors& colors) {
    QPalette palette(colors.ink, colors.panel, colors.line.lighter(110), colors.line.darker(130), colors.soft, colors.ink,
                     colors.ink, colors.panel, colors.background);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::AlternateBase, colors.track);
    palette.setColor(QPalette::PlaceholderText, colors.soft);
    palette.setColor(QPalette::ToolTipBase, colors.panel);
    palette.setColor(QPalette::ToolTipText, colors.ink);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, colors.soft);
    }
    return palette;
}

void applyAppearance(Appearance appearance) {
    // An empty palette gives every role back to the desktop.
    QGuiApplication::setPalette(
        appearance == Appearance::system ? QPalette() : paletteOf(appearance == Appearance::dark ? darkColors() : lightColors()));
}

QFont interfaceFont() {
    QFont font = QGuiApplication::font();
    if (QFontDatabase::hasFamily(QStringLiteral("Inter"))) font.setFamily(QStringLiteral("Inter"));
    font.setPointSizeF(std::max(10.5, font.pointSizeF()));
    return font;
}

double contrastRatio(const QColor& one, const QColor& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}  // namespace tilescribe
