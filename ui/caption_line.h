// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript.h"

#include <QString>

#include <vector>

namespace tilescribe {

/// A word with its times, as text without its leading space.
struct CaptionWord {
    double start = 0;  ///< seconds from the beginning of the recording
    double end = 0;
    QString text;
    bool operator==(const CaptionWord&) const = default;
};

/// One row of a transcript on screen.
struct CaptionLine {
    enum class Kind { speech, gap };  ///< a gap stands for sound that was not captured; its text says why

    qint64 id = 0;  ///< unique in the session over both tracks; a partial caption keeps it until it is final
    Kind kind = Kind::speech;
    double start = 0;  ///< seconds
    double end = 0;
    int track = 0;                   ///< chooses the speaker's colour
    QString speaker;                 ///< "You", "Others", a name; empty: not shown
    QString confirmed;               ///< what two passes agree on, or final text
    QString provisional;             ///< shown dimmed behind it, never stored
    std::vector<CaptionWord> words;  ///< of the confirmed text; may be empty
    bool operator==(const CaptionLine&) const = default;

    /// Both texts, joined by one space.
    [[nodiscard]] QString text() const;
};

/// A stored segment as a row: all of it is confirmed.
[[nodiscard]] CaptionLine captionOf(const TranscriptSegment& segment, int track = 0, const QString& speaker = {});

}  // namespace tilescribe
