// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/store/session_store.h"
#include "engine/pipeline/shared_model.h"
#include "engine/pipeline/transcriber.h"

#include <QString>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace tilescribe {

/// Holds a file's transcription between two windows until it is let go on. Any thread.
class PauseGate {
public:
    void close(bool closed);
    [[nodiscard]] bool isClosed() const;
    void waitUntilOpen(const std::stop_token& stop);

private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool closed_ = false;
};

/// What a file's transcription tells, all on its own thread.
struct FileJobEvents {
    std::function<void(const TranscribeProgress&)> progress;  ///< at most ten times a second
    std::function<void(const TranscriptSegment&)> segment;
    std::function<void(const std::string& code)> language;
};

struct FileJobResult {
    double duration_s = 0;
    double worked_s = 0;  ///< wall time, pauses left out
    bool cancelled = false;
    std::string warning;
};

struct FileJob {
    std::filesystem::path path;
    std::string language = "auto";
    std::shared_ptr<SharedModel> model;
    std::int64_t first_frame = 0;  ///< where an earlier run's text ends, as in TranscribeOptions
    int first_id = 0;
};

/// Transcribes one file; gives way to live captions between windows. Throws MediaError.
FileJobResult carry_out(const FileJob& job, const FileJobEvents& events, PauseGate& gate, const std::stop_token& stop);

}  // namespace tilescribe
