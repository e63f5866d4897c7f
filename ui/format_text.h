// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <optional>

class QDateTime;

/// Figures as text, in the user's locale. What is not known is an em dash, never a zero.
namespace tilescribe::format {

[[nodiscard]] QString unknown();              ///< "—"
[[nodiscard]] QString clock(double seconds);  ///< 0:55, 48:12, 1:42:07
[[nodiscard]] QString clock(std::optional<double> seconds);
[[nodiscard]] QString elapsed(double seconds);                    ///< 00:14:52
[[nodiscard]] QString seconds(std::optional<double> value);       ///< 0.8 s
[[nodiscard]] QString milliseconds(std::optional<double> value);  ///< 0.11 ms, 2.4 ms, 84 ms
[[nodiscard]] QString number(std::optional<double> value);        ///< as milliseconds, without the unit
[[nodiscard]] QString percent(std::optional<double> fraction);    ///< 37 %
[[nodiscard]] QString share(double fraction);                     ///< 10.6 %
[[nodiscard]] QString count(std::optional<qint64> value);
[[nodiscard]] QString speed(std::optional<double> timesRealtime);  ///< 148×
[[nodiscard]] QString dateTime(const QDateTime& when);             ///< 21 Nov 2026, 09:30; nothing for an invalid one
[[nodiscard]] QString bytes(std::optional<qint64> value);          ///< 231 MB

}  // namespace tilescribe::format
