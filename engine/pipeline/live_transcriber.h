// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"
#include "engine/pipeline/local_agreement.h"
#include "engine/pipeline/shared_model.h"
#include "engine/pipeline/transcriber.h"
#include "engine/speech/energy_voice_activity.h"
#include "engine/speech/speech_segments.h"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tilescribe {

struct LiveOptions {
    TranscribeOptions transcribe;
    double partial_interval_s = 1.0;  ///< sound between two partial captions
    double settled_after_s = 4.0;     ///< a window this long is finished at the next pause ...
    double long_pause_s = 1.2;        ///< ... and any window after a pause this long
    double longest_window_s = 30.0;
    double lag_without_partials_s = 3.0;  ///< further behind than this, only final text is made
};

/// The caption of the window that is still growing. `id` is the one its first final segment will have.
struct LiveCaption {
    int id = 0;
    double start = 0;  ///< seconds from the recording's beginning
    double end = 0;
    std::string confirmed;
    std::string provisional;
};

/// All on the thread that pushes.
struct LiveEvents {
    std::function<void(const LiveCaption&)> caption;                            ///< empty texts: the window came to nothing
    std::function<void(const TranscriptSegment&)> segment;                      ///< final, in order
    std::function<void(const std::string& code, double probability)> language;  ///< once
    std::function<void(double seconds)> first_words;  ///< from the beginning of speech to its first caption, per window
};

/// Live captions from one track's sound: windows are cut at pauses (voice activity) or at 30 s; the growing window is decoded about
/// once a second (LocalAgreement), a finished one once more as a recording of its own, which is the final text. Synchronous: no
/// thread of its own, so it runs as fast as sound is pushed. The first confident language is kept.
class LiveTranscriber {
public:
    /// The model outlives the transcriber; it is leased for each pass only.
    LiveTranscriber(SharedModel& model, LiveOptions options, LiveEvents events, FrameIndex first_sample = 0, int first_id = 0);

    /// The next samples, 16 kHz mono. `waiting`: how many more are already recorded behind them (the lag). Where `stop` is
    /// requested in a pass, or the model throws, that window and the samples not heard yet are kept for the next push or finish.
    void push(std::span<const float> samples, FrameIndex waiting, const std::stop_token& stop);
    /// The sound has ended: what is left becomes final.
    void finish(const std::stop_token& stop);

    /// Up to where the text is final: where a recovery would go on.
    [[nodiscard]] FrameIndex settled() const noexcept { return window_start_; }
    [[nodiscard]] FrameIndex heard() const noexcept { return window_start_ + static_cast<FrameIndex>(window_.size()); }
    [[nodiscard]] int next_id() const noexcept { return next_id_; }
    /// The sound of the growing window, for the window bar.
    [[nodiscard]] std::span<const float> window() const noexcept { return window_; }

private:
    void follow(FrameIndex waiting, const std::stop_token& stop);
    void listen(std::span<const float> samples);
    void follow_speech();
    void forget_silence();
    [[nodiscard]] bool has_speech() const;
    [[nodiscard]] std::optional<FrameIndex> place_to_cut() const;
    void settle(FrameIndex end, const std::stop_token& stop);
    void show_partial(const std::stop_token& stop);
    void drop_until(FrameIndex position);
    [[nodiscard]] TranscribeResult decode(std::span<const float> samples, const TranscribeEvents& events,
                                          const std::stop_token& stop);
    [[nodiscard]] TranscribeOptions options_of_pass() const;

    SharedModel& model_;
    LiveOptions options_;
    LiveEvents events_;
    EnergyVoiceActivity detector_;
    SpeechSegmenter segmenter_;
    FrameIndex origin_;  ///< sample that the detector calls 0
    FrameIndex window_start_;
    std::vector<float> window_;
    std::vector<float> unheard_;        ///< behind the window: only after a stop or a failure does a push leave any
    std::vector<float> probabilities_;  ///< of the window's frames, from probabilities_start_
    FrameIndex probabilities_start_;
    std::vector<SpeechSegment> speech_;  ///< that ended inside the window, absolute
    std::vector<SpeechSegment> new_speech_;
    std::vector<float> new_probabilities_;
    LocalAgreement agreement_;
    FrameIndex next_partial_;
    bool caption_shown_ = false;
    int next_id_;
    std::string language_;
    std::string context_;  ///< final text so far, its end
};

}  // namespace tilescribe
