// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/transcript_comparison.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace tilescribe::testing {
namespace {

QString difference_of_texts(const QString& got, const QString& golden) {
    const auto [ours, theirs] = std::mismatch(got.begin(), got.end(), golden.begin(), golden.end());
    if (ours == got.end() && theirs == golden.end()) return {};
    const auto at = ours - got.begin();
    const auto from = std::max<qsizetype>(0, at - 30);
    return QStringLiteral("at character %1: '%2' instead of '%3'").arg(at).arg(got.mid(from, 80), golden.mid(from, 80));
}

QString difference_of_numbers(const QJsonObject& got, const QJsonObject& golden, const char* key, double tolerance) {
    const double ours = got[QLatin1String(key)].toDouble(std::nan(""));
    const double theirs = golden[QLatin1String(key)].toDouble();
    if (std::abs(ours - theirs) <= tolerance) return {};
    return QStringLiteral("%1 is %2 instead of %3").arg(QLatin1String(key)).arg(ours, 0, 'g', 10).arg(theirs, 0, 'g', 10);
}

QString difference_of_segments(const QJsonObject& got, const QJsonObject& golden) {
    QString text = difference_of_texts(got["text"].toString(), golden["text"].toString());
    if (!text.isEmpty()) return text;
    for (const char* key : {"start", "end"}) {
        QString time = difference_of_numbers(got, golden, key, 0.02 + 1e-9);
        if (!time.isEmpty()) return time;
    }
    if (got["tokens"].toArray() != golden["tokens"].toArray()) return QStringLiteral("other tokens for the same text");
    for (const char* key : {"avg_logprob", "no_speech_prob", "compression_ratio", "temperature", "seek", "id"}) {
        QString score = difference_of_numbers(got, golden, key, 1e-3);
        if (!score.isEmpty()) return score;
    }
    return {};
}

}  // namespace

QString first_difference(const QJsonObject& got, const QJsonObject& golden) {
    const QJsonArray ours = got["segments"].toArray();
    const QJsonArray theirs = golden["segments"].toArray();
    for (qsizetype i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
        const QString difference = difference_of_segments(ours[i].toObject(), theirs[i].toObject());
        if (!difference.isEmpty()) return QStringLiteral("segment %1: %2").arg(i).arg(difference);
    }
    if (ours.size() != theirs.size()) return QStringLiteral("%1 segments instead of %2").arg(ours.size()).arg(theirs.size());
    const QString text = difference_of_texts(got["text"].toString(), golden["text"].toString());
    if (!text.isEmpty()) return "text: " + text;
    if (got["language"] != golden["language"]) return "language " + got["language"].toString();
    return {};
}

QJsonObject json_object(const QByteArray& text) {
    return QJsonDocument::fromJson(text).object();
}

QJsonObject json_file(const QString& path) {
    return json_object(file_content(path));
}

QByteArray file_content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace tilescribe::testing
