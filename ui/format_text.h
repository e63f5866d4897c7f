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
[[nodiscard]] QString milliseconds(std::optional<double> value);  ///< 84 ms, 2.4 ms, 0.11 ms, 42 µs
/// In the unit that milliseconds(like) has, without it.
[[nodiscard]] QString millisecondsLike(std::optional<double> like, std::optional<double> value);
[[nodiscard]] QString number(std::optional<double> value);      ///< 84, 2.4, 0.11
[[nodiscard]] QString percent(std::optional<double> fraction);  ///< 37 %
[[nodiscard]] QString share(double fraction);                   ///< 10.6 %
[[nodiscard]] QString count(std::optional<qint64> value);
[[nodiscard]] QString speed(std::optional<double> timesRealtime);  ///< 148×
[[nodiscard]] QString dateTime(const QDateTime& when);             ///< 21 Nov 2026, 09:30; nothing for an invalid one
[[nodiscard]] QString bytes(std::optional<qint64> value);          ///< 231 MB
/// A device's description without what repeats itself: "AMD Ryzen 7 8845HS w/ Radeon 780M Graphics, AVX-512 (oneDNN 2.6), 8
/// threads" is "Ryzen 7 8845HS, AVX-512".
[[nodiscard]] QString shortDevice(const QString& description);

}  // namespace tilescribe::format
