// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/pcm_reader.h"
#include "engine/audio/wav_recorder.h"

#include <memory>

namespace tilescribe {

/// Reads a track behind its recorder while it grows: what the transcriber hears. As a PcmReader it hands out what has been recorded
/// so far: a short read means "no more yet", and the end only when finished(). Reading is never ahead of WavRecorder::length() and
/// goes on while the disk is full. It keeps the recording readable (not growing) after the recorder's session has ended.
/// One thread at a time.
class GrowingWavReader final : public PcmReader {
public:
    explicit GrowingWavReader(std::shared_ptr<const WavRecorder> recording) : recording_(std::move(recording)) {}

    [[nodiscard]] std::size_t read(std::span<float> block) override;
    void rewind() override { position_ = 0; }
    [[nodiscard]] std::optional<std::int64_t> estimated_samples() const override { return recording_->length(); }

    /// The next sample that read() will give; may be set anywhere.
    [[nodiscard]] FrameIndex position() const noexcept { return position_; }
    void seek(FrameIndex position) noexcept { position_ = position; }
    /// Recorded samples that have not been read yet.
    [[nodiscard]] FrameIndex waiting() const noexcept { return recording_->length() - position_; }
    /// Nothing will follow and everything has been read.
    [[nodiscard]] bool finished() const noexcept;
    /// Waits until `samples` more can be read, the recording ends, `stop` is requested or the time is over; returns waiting().
    FrameIndex wait_for(FrameIndex samples, const std::stop_token& stop, std::chrono::milliseconds at_most) const;

private:
    std::shared_ptr<const WavRecorder> recording_;
    FrameIndex position_ = 0;
};

}  // namespace tilescribe
