// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace tilescribe {

/// Times are seconds from the beginning of the recording.
struct TranscriptWord {
    double start = 0;
    double end = 0;
    std::string text;  ///< with its leading space
    double probability = 0;
};

struct TranscriptSegment {
    int id = 0;  ///< unique within a session; a partial caption keeps its id until it is final
    double start = 0;
    double end = 0;
    std::string text;                  ///< UTF-8, with its leading space as decoded
    std::vector<std::int32_t> tokens;  ///< time stamps included
    double avg_logprob = 0;
    double no_speech_prob = 0;
    double compression_ratio = 0;
    double temperature = 0;
    std::int64_t seek = 0;              ///< first frame of the window it came from, hops of 10 ms
    std::vector<TranscriptWord> words;  ///< empty unless word times were asked for
    bool is_final = true;
};

struct Transcript {
    std::string language;  ///< code as in Whisper: "en"
    std::string text;      ///< the segments' texts, concatenated
    std::vector<TranscriptSegment> segments;
};

}  // namespace tilescribe
