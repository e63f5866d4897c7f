// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"
#include "engine/transcript/transcript.h"
#include "engine/whisper/decoding_options.h"
#include "engine/whisper/whisper_model.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace tilescribe {

struct TranscribeOptions {
    DecodingOptions decoding;  ///< language, task, search
    std::string initial_prompt;
    std::optional<bool> condition_on_previous_text;  ///< nothing: the model's own default, else on
    double no_speech_threshold = 0.6;
    double logprob_threshold = -1.0;
    /// Where to go on after an earlier run: that window's first frame (TranscriptSegment::seek) and its first segment's id. The
    /// sound before still counts for the log-mel maximum and the language, so that the text is what one run would have given; only
    /// the text before is not there to condition on.
    std::int64_t first_frame = 0;
    int first_id = 0;
};

struct TranscribeProgress {
    double processed_s = 0;  ///< sound behind us
    double total_s = 0;      ///< an estimate during the first pass, then exact
    bool scanning = false;   ///< the first pass, for the maximum
};

/// What a run tells while it works. All on the calling thread.
struct TranscribeEvents {
    std::function<void(const TranscribeProgress&)> progress;
    std::function<void(const TranscriptSegment&)> segment;                      ///< each finished segment, in order
    std::function<void(const std::string& code, double probability)> language;  ///< once, when it is known
};

struct TranscribeResult {
    Transcript transcript;
    double duration_s = 0;
    bool cancelled = false;  ///< the transcript holds what was finished
};

/// openai/whisper's transcribe(): the seek loop over 30 s windows. Synchronous, no threads of its own. Throws MediaError.
/// `stop` is checked between windows and decoding steps.
[[nodiscard]] TranscribeResult transcribe(WhisperModel& model, PcmReader& reader, const TranscribeOptions& options,
                                          const TranscribeEvents& events = {}, std::stop_token stop = {});

}  // namespace tilescribe
