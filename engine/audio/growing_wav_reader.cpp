// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/growing_wav_reader.h"

#include "engine/audio/media_error.h"

namespace tilescribe {

std::size_t GrowingWavReader::read(std::span<float> block) {
    try {
        const std::size_t count = recording_->read_at(position_, block);
        position_ += static_cast<FrameIndex>(count);
        return count;
    } catch (const RecordingError& error) {
        throw MediaError(error.what());
    }
}

bool GrowingWavReader::finished() const noexcept {
    // The state first: closed, then nothing is added to the length that is read after it.
    return recording_->state() == WavRecorder::State::closed && position_ >= recording_->length();
}

FrameIndex GrowingWavReader::wait_for(FrameIndex samples, const std::stop_token& stop, std::chrono::milliseconds at_most) const {
    return recording_->wait_for_length(position_ + samples, stop, at_most) - position_;
}

}  // namespace tilescribe
