// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/timed_pcm_reader.h"

namespace tilescribe {
namespace {

std::chrono::nanoseconds now() noexcept {
    return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

std::size_t TimedPcmReader::read(std::span<float> block) {
    const std::chrono::nanoseconds start = now();
    const std::size_t count = reader_.read(block);
    elapsed_ += now() - start;
    return count;
}

void TimedPcmReader::rewind() {
    const std::chrono::nanoseconds start = now();
    reader_.rewind();
    elapsed_ += now() - start;
}

MeasuredMel::MeasuredMel(OpTimingSink* sink, const TimedPcmReader& reader, Rest rest) noexcept
    : sink_(sink), reader_(reader), rest_(rest), start_(now()), reader_start_(reader.elapsed()) {}

MeasuredMel::~MeasuredMel() {
    if (sink_ == nullptr) return;
    const std::chrono::nanoseconds total = now() - start_;
    const std::chrono::nanoseconds reading = rest_ == Rest::reading ? total : reader_.elapsed() - reader_start_;
    sink_->record({.tag = {OpKind::audio_read}, .start = start_, .duration = reading, .device = "cpu"});
    if (rest_ == Rest::log_mel)
        sink_->record({.tag = {OpKind::log_mel}, .start = start_ + reading, .duration = total - reading, .device = "cpu"});
}

}  // namespace tilescribe
