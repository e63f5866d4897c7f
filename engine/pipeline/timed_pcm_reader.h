// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"
#include "kernels/op_timing.h"

#include <chrono>
#include <cstdint>

namespace tilescribe {

/// Passes everything on to another reader and sums the time it took.
class TimedPcmReader final : public PcmReader {
public:
    explicit TimedPcmReader(PcmReader& reader) : reader_(reader) {}
    std::size_t read(std::span<float> block) override;
    void rewind() override;
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override { return reader_.estimated_samples(); }
    [[nodiscard]] std::chrono::nanoseconds elapsed() const noexcept { return elapsed_; }

private:
    PcmReader& reader_;
    std::chrono::nanoseconds elapsed_{};
};

/// From construction to destruction: reports the reader's time as audio_read and the rest as log_mel, so that neither counts twice;
/// or all of it as audio_read, where the backend makes the spectrogram.
class MeasuredMel {
public:
    enum class Rest : std::uint8_t { log_mel, reading };

    MeasuredMel(OpTimingSink* sink, const TimedPcmReader& reader, Rest rest = Rest::log_mel) noexcept;
    ~MeasuredMel();
    MeasuredMel(const MeasuredMel&) = delete;
    MeasuredMel& operator=(const MeasuredMel&) = delete;

private:
    OpTimingSink* sink_;
    const TimedPcmReader& reader_;
    Rest rest_;
    std::chrono::nanoseconds start_;
    std::chrono::nanoseconds reader_start_;
};

}  // namespace tilescribe
