// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace tilescribe::testing {

/// The first difference between a transcript of ours and the oracle's, in words; empty if the texts (the whole and every
/// segment's) and tokens are equal, the times within 0.02 s and the scores within 0.001.
QString first_difference(const QJsonObject& got, const QJsonObject& golden);

/// The one JSON object in `text`; empty if there is not exactly one.
QJsonObject json_object(const QByteArray& text);
QJsonObject json_file(const QString& path);
QByteArray file_content(const QString& path);

}  // namespace tilescribe::testing
