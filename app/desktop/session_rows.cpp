// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session_rows.h"

#include "app/desktop/engine_words.h"
#include "engine/whisper/languages.h"

#include <algorithm>
#include <filesystem>

namespace tilescribe {
namespace {

QString languageName(const std::string& code) {
    return engineWord(whisper_language_name(code));
}

std::vector<std::pair<int, int>> matchesOf(const QString& search, const QString& snippet) {
    std::vector<std::pair<int, int>> matches;
    for (const QString& word : search.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        for (qsizetype at = snippet.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
             at = snippet.indexOf(word, at + word.size(), Qt::CaseInsensitive))
            matches.emplace_back(static_cast<int>(at), static_cast<int>(word.size()));
    }
    std::ranges::sort(matches);
    return matches;
}

/// "You"; empty where there is only one track.
std::string trackName(const std::vector<SessionTrack>& tracks, int index) {
    const auto track = std::ranges::find(tracks, index, &SessionTrack::index);
    return track != tracks.end() ? track->name : std::string();
}

}  // namespace

std::vector<std::filesystem::path> soundFiles(const SessionStore& store, const SessionSummary& session) {
    std::vector<std::filesystem::path> files;
    if (session.kind == SessionKind::file) files.emplace_back(session.source);
    for (const SessionTrack& track : store.tracks(session.id))
        if (!track.sound_file.empty()) files.emplace_back(track.sound_file);
    std::erase_if(files, [](const std::filesystem::path& file) {
        std::error_code error;
        return !std::filesystem::exists(file, error);
    });
    return files;
}

SessionRow sessionRow(const SessionStore& store, const SessionSummary& session, const QString& search) {
    SessionRow row{.id = session.id,
                   .title = QString::fromStdString(session.title),
                   .date = QDateTime::fromMSecsSinceEpoch(session.created_ms),
                   .language = languageName(session.language),
                   .model = QString::fromStdString(session.model),
                   .snippet = QString::fromStdString(session.snippet).simplified(),
                   .hasSound = !soundFiles(store, session).empty(),
                   .complete = session.state != SessionState::recording && session.state != SessionState::transcribing};
    if (session.duration_s > 0) row.lengthS = session.duration_s;
    row.matches = matchesOf(search, row.snippet);
    return row;
}

std::vector<CaptionLine> sessionLines(const SessionStore& store, SessionId id) {
    const std::vector<SessionTrack> tracks = store.tracks(id);
    std::vector<CaptionLine> lines;
    for (const StoredSegment& stored : store.segments(id)) {
        CaptionLine line = captionOf(stored.segment, stored.track, QString::fromStdString(trackName(tracks, stored.track)));
        line.id = static_cast<qint64>(stored.segment.id) * 2 + stored.track;
        lines.push_back(line);
    }
    qint64 gap = -1;
    for (const SessionMarker& marker : store.markers(id))
        lines.push_back({.id = gap--,
                         .kind = CaptionLine::Kind::gap,
                         .start = marker.start_s,
                         .end = marker.start_s + marker.duration_s,
                         .track = marker.track,
                         .confirmed = QString::fromStdString(marker.reason)});
    std::ranges::stable_sort(lines, {}, &CaptionLine::start);
    return lines;
}

Transcript sessionTranscript(const SessionStore& store, const SessionSummary& session) {
    Transcript transcript{.language = session.language, .text = {}, .segments = {}};
    const std::vector<SessionTrack> tracks = store.tracks(session.id);
    for (const StoredSegment& stored : store.segments(session.id)) {
        TranscriptSegment& segment = transcript.segments.emplace_back(stored.segment);
        const std::string name = trackName(tracks, stored.track);
        if (!name.empty()) segment.text.insert(0, ' ' + name + ':');
    }
    std::ranges::stable_sort(transcript.segments, {}, &TranscriptSegment::start);
    int id = 0;
    for (TranscriptSegment& segment : transcript.segments) {
        segment.id = id++;  // two tracks count for themselves
        transcript.text += segment.text;
    }
    return transcript;
}

}  // namespace tilescribe
