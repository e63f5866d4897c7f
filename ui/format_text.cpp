// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace tilescribe::format {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Format", text);
}

int decimalsFor(double value) {
    return value < 0.995 ? 2 : value < 99.95 ? 1 : 0;
}

/// Where milliseconds would show one figure or none.
bool isMicroseconds(double milliseconds) {
    return milliseconds > 0 && milliseconds < 0.0995;
}

qint64 wholeSeconds(double seconds) {
    return std::isfinite(seconds) ? static_cast<qint64>(std::clamp(seconds, 0.0, 3.6e8)) : 0;
}

}  // namespace

QString unknown() {
    return QStringLiteral("—");
}

QString clock(double seconds) {
    const qint64 total = wholeSeconds(seconds);
    const QString rest = QStringLiteral("%1").arg(total % 60, 2, 10, QLatin1Char('0'));
    if (total < 3600) return QStringLiteral("%1:%2").arg(total / 60).arg(rest);
    return QStringLiteral("%1:%2:%3").arg(total / 3600).arg(total / 60 % 60, 2, 10, QLatin1Char('0')).arg(rest);
}

QString clock(std::optional<double> seconds) {
    return seconds ? clock(*seconds) : unknown();
}

QString elapsed(double seconds) {
    const qint64 total = wholeSeconds(seconds);
    return QStringLiteral("%1:%2:%3")
        .arg(total / 3600, 2, 10, QLatin1Char('0'))
        .arg(total / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(total % 60, 2, 10, QLatin1Char('0'));
}

QString seconds(std::optional<double> value) {
    return value ? translated(QT_TRANSLATE_NOOP("Format", "%1 s")).arg(QLocale().toString(*value, 'f', 1)) : unknown();
}

QString milliseconds(std::optional<double> value) {
    if (!value) return unknown();
    return isMicroseconds(*value) ? translated(QT_TRANSLATE_NOOP("Format", "%1 µs")).arg(number(*value * 1000))
                                  : translated(QT_TRANSLATE_NOOP("Format", "%1 ms")).arg(number(value));
}

QString millisecondsLike(std::optional<double> like, std::optional<double> value) {
    return value && like && isMicroseconds(*like) ? number(*value * 1000) : number(value);
}

QString number(std::optional<double> value) {
    return value ? QLocale().toString(*value, 'f', decimalsFor(std::abs(*value))) : unknown();
}

QString percent(std::optional<double> fraction) {
    return fraction ? translated(QT_TRANSLATE_NOOP("Format", "%1 %")).arg(QLocale().toString(*fraction * 100, 'f', 0)) : unknown();
}

QString share(double fraction) {
    return translated("%1 %").arg(QLocale().toString(fraction * 100, 'f', 1));
}

QString count(std::optional<qint64> value) {
    return value ? QLocale().toString(*value) : unknown();
}

QString speed(std::optional<double> timesRealtime) {
    if (!timesRealtime) return unknown();
    return QStringLiteral("%1×").arg(QLocale().toString(*timesRealtime, 'f', *timesRealtime < 9.95 ? 1 : 0));
}

QString dateTime(const QDateTime& when) {
    return when.isValid()
               ? QLocale().toString(when, QCoreApplication::translate("Format", "d MMM yyyy, hh:mm", "QLocale's date format"))
               : QString();
}

QString bytes(std::optional<qint64> value) {
    return value ? QLocale().formattedDataSize(*value, *value < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat) : unknown();
}

QString shortDevice(const QString& description) {
    static const QRegularExpression noise(
        QStringLiteral("\\((R|TM|C)\\)|®|™|\\b(AMD|Intel|Genuine|Processor|CPU|emulated|\\d+-Core)\\b|\\bw(ith|/) .*$| @ .*$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression remark(
        QStringLiteral("\\([^)]*\\)|\\b\\d+ threads?\\b|\\bsimulated time\\b|\\b\\d+ columns x \\d+ core rows\\b"));
    static const QRegularExpression longRemark(QStringLiteral("\\([^)]{4,}\\)"));
    QStringList parts;
    // Behind a semicolon stands what else takes part, or why another device does not.
    for (QString part : description.section(QLatin1Char(';'), 0, 0).remove(longRemark).split(QLatin1Char(','))) {
        part.remove(parts.isEmpty() ? noise : remark);
        part = part.simplified();
        if (!part.isEmpty()) parts << part;
    }
    return parts.isEmpty() ? description : parts.join(QStringLiteral(", "));
}

}  // namespace tilescribe::format
