// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tilescribe {

/// Mono f32 sound at whisper_sample_rate, from the beginning, in blocks. The engine reads a recording twice: once for the log-mel
/// maximum, once to transcribe, so a reader can start again. One thread at a time.
class PcmReader {
public:
    virtual ~PcmReader() = default;
    /// Fills `block` and returns how many samples were written: fewer than its size only at the end, then 0. Throws MediaError.
    [[nodiscard]] virtual std::size_t read(std::span<float> block) = 0;
    /// Back to the first sample; the same samples come again, bit for bit.
    virtual void rewind() = 0;
    /// The length where the source knows it (an estimate: for progress only).
    [[nodiscard]] virtual std::optional<std::int64_t> estimated_samples() const = 0;

protected:
    PcmReader() = default;
    PcmReader(const PcmReader&) = default;
    PcmReader& operator=(const PcmReader&) = default;
};

}  // namespace tilescribe
