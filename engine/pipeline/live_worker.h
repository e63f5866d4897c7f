// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/growing_wav_reader.h"
#include "engine/pipeline/live_transcriber.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tilescribe {

/// One track of a recording to follow; `first_sample` and `first_id` where a recovery goes on.
struct LiveTrack {
    std::shared_ptr<const WavRecorder> recording;
    FrameIndex first_sample = 0;
    int first_id = 0;
};

struct LiveProgress {
    double heard_s = 0;        ///< sound listened to
    double lag_s = 0;          ///< recorded but not listened to yet
    std::vector<float> peaks;  ///< of the growing window, ten per second, for the window bar
};

/// All on the worker's thread; a listener must not block for long.
struct LiveWorkerEvents {
    std::function<void(int track, const LiveCaption&)> caption;
    std::function<void(int track, const TranscriptSegment&)> segment;
    std::function<void(const std::string& code, double probability)> language;
    std::function<void(double seconds)> first_words;
    std::function<void(int track, const LiveProgress&)> progress;
    std::function<void(const std::string& sentence)> failed;  ///< recognition has ended; the recording goes on
    std::function<void()> finished;                           ///< the recordings have ended and all their text is final
};

/// The transcription thread of a live session: reads behind the recorder, one LiveTranscriber per track in turn. However slow it
/// is, nothing is dropped: it lags and catches up.
class LiveWorker {
public:
    LiveWorker(std::shared_ptr<SharedModel> model, std::vector<LiveTrack> tracks, const LiveOptions& options,
               LiveWorkerEvents events);
    /// Abandons what is not final yet (the sound is on disk) and waits for the thread.
    ~LiveWorker() = default;
    LiveWorker(const LiveWorker&) = delete;
    LiveWorker& operator=(const LiveWorker&) = delete;

    /// Stops after the decoding step under way; the rest can be recovered from the recording.
    void abandon() { thread_.request_stop(); }

private:
    struct Track {
        GrowingWavReader reader;
        std::unique_ptr<LiveTranscriber> transcriber;
        bool is_finished = false;
    };
    void run(const std::stop_token& stop) noexcept;
    void follow(const std::stop_token& stop);
    bool advance(std::size_t index, const std::stop_token& stop);
    void tell_progress(std::size_t index) const;
    [[nodiscard]] LiveEvents events_of(int track) const;

    std::shared_ptr<SharedModel> model_;
    LiveWorkerEvents events_;
    std::vector<Track> tracks_;
    std::vector<float> block_;
    std::jthread thread_;
};

}  // namespace tilescribe
