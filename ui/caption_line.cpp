// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/caption_line.h"

namespace tilescribe {

QString CaptionLine::text() const {
    if (provisional.isEmpty()) return confirmed;
    return confirmed.isEmpty() ? provisional : confirmed + QLatin1Char(' ') + provisional;
}

CaptionLine captionOf(const TranscriptSegment& segment, int track, const QString& speaker) {
    CaptionLine line;
    line.id = segment.id;
    line.start = segment.start;
    line.end = segment.end;
    line.track = track;
    line.speaker = speaker;
    line.confirmed = QString::fromStdString(segment.text).trimmed();
    line.words.reserve(segment.words.size());
    for (const TranscriptWord& word : segment.words) {
        line.words.push_back({word.start, word.end, QString::fromStdString(word.text).trimmed()});
    }
    return line;
}

}  // namespace tilescribe
