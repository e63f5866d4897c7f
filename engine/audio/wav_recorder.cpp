// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/wav_recorder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <iterator>

namespace tilescribe {
namespace {

constexpr float full_scale = 32768;
constexpr std::size_t block_samples = 16000;

std::int64_t file_position(FrameIndex sample) {
    return static_cast<std::int64_t>(recording_header_bytes) + sample * recording_sample_bytes;
}

std::int16_t to_pcm(float sample) noexcept {
    if (std::isnan(sample)) return 0;
    return static_cast<std::int16_t>(std::lrint(std::clamp(sample * full_scale, -full_scale, full_scale - 1)));
}

void to_float(std::span<const std::int16_t> pcm, std::span<float> samples) {
    std::ranges::transform(pcm, samples.begin(), [](std::int16_t value) { return static_cast<float>(value) / full_scale; });
}

}  // namespace

WavRecorder::WavRecorder(const std::filesystem::path& path, WavRecorderOptions options)
    : path_(path), options_(options), file_(path, RecordingFile::Mode::create), next_sync_(Clock::now() + options.sync_interval) {
    // Room for the longest wait, now: append() must not run out of memory in the middle of a meeting.
    waiting_.reserve(static_cast<std::size_t>(options_.waiting_samples_limit) + block_samples);
    const RecordingHeader header = make_recording_header(0, options_.riff_limit);
    std::error_code error;
    file_.write_at(0, std::as_bytes(std::span(header)), error);
    if (!error) error = file_.sync();
    if (error) throw RecordingError("cannot write the recording " + path_.string() + ": " + error.message());
}

WavRecorder::~WavRecorder() {
    close();
}

void WavRecorder::append(std::span<const float> samples) noexcept {
    if (state() == State::closed) return;
    while (!samples.empty()) {
        const std::span<const float> block = samples.first(std::min(samples.size(), block_samples));
        samples = samples.subspan(block.size());
        {
            const std::scoped_lock lock(mutex_);
            std::ranges::transform(block, std::back_inserter(waiting_), to_pcm);
            length_ += static_cast<FrameIndex>(block.size());
        }
        write_waiting(Clock::now());
        give_up_oldest();
    }
    grown_.notify_all();
}

void WavRecorder::append_silence(std::int64_t samples) noexcept {
    static constexpr std::array<float, block_samples> silence{};
    for (; samples > 0; samples -= static_cast<std::int64_t>(block_samples)) {
        append(std::span(silence).first(static_cast<std::size_t>(std::min(samples, static_cast<std::int64_t>(block_samples)))));
    }
}

void WavRecorder::sync(Clock::time_point now) noexcept {
    if (state() == State::closed || now < next_sync_) return;
    next_sync_ = now + options_.sync_interval;
    write_waiting(now);
    write_header();
}

void WavRecorder::close() noexcept {
    if (state() == State::closed) return;
    retry_at_ = Clock::time_point{};
    write_waiting(Clock::now());
    write_header();
    if (const std::error_code error = file_.sync()) note_failure(error, Clock::now());
    {
        const std::scoped_lock lock(mutex_);
        lost_ += static_cast<std::int64_t>(waiting_.size());
        state_ = State::closed;
    }
    grown_.notify_all();
}

std::string WavRecorder::problem() const {
    const std::scoped_lock lock(mutex_);
    return problem_;
}

std::size_t WavRecorder::read_at(FrameIndex first, std::span<float> samples) const {
    std::unique_lock lock(mutex_);
    const auto count =
        static_cast<std::size_t>(std::clamp<FrameIndex>(length() - first, 0, static_cast<FrameIndex>(samples.size())));
    samples = samples.first(count);
    const auto in_file = static_cast<std::size_t>(std::clamp<FrameIndex>(waiting_from_ - first, 0, static_cast<FrameIndex>(count)));
    const FrameIndex skipped = std::max<FrameIndex>(first - waiting_from_, 0);
    if (in_file < count)
        to_float(std::span(waiting_).subspan(static_cast<std::size_t>(skipped), count - in_file), samples.subspan(in_file));
    lock.unlock();

    std::array<std::int16_t, block_samples> block{};
    for (std::size_t done = 0; done < in_file;) {
        const std::span<std::int16_t> wanted = std::span(block).first(std::min(in_file - done, block.size()));
        std::error_code error;
        const std::size_t bytes =
            file_.read_at(file_position(first + static_cast<FrameIndex>(done)), std::as_writable_bytes(wanted), error);
        if (error) throw RecordingError("cannot read the recording " + path_.string() + ": " + error.message());
        // Given-up sound at the end of the file is not in it yet: silence.
        std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(bytes / sizeof(std::int16_t)), wanted.end(), std::int16_t{0});
        to_float(wanted, samples.subspan(done));
        done += wanted.size();
    }
    return count;
}

FrameIndex WavRecorder::wait_for_length(FrameIndex length, const std::stop_token& stop, std::chrono::milliseconds at_most) const {
    std::unique_lock lock(mutex_);
    grown_.wait_for(lock, stop, at_most, [&] { return this->length() >= length || state() == State::closed; });
    return this->length();
}

void WavRecorder::write_waiting(Clock::time_point now) noexcept {
    if (waiting_.empty() || now < retry_at_) return;
    // Only this thread changes waiting_, so it may be read here without the lock.
    std::error_code error;
    const std::size_t bytes = file_.write_at(file_position(waiting_from_), std::as_bytes(std::span(waiting_)), error);
    const std::size_t written = bytes / sizeof(std::int16_t);
    {
        const std::scoped_lock lock(mutex_);
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(written));
        waiting_from_ += static_cast<FrameIndex>(written);
    }
    if (error) {
        note_failure(error, now);
    } else {
        state_ = State::recording;
    }
}

void WavRecorder::write_header() noexcept {
    // Sound first, then the header that speaks of it: whichever instant the power fails, the file is valid.
    std::error_code error = file_.sync();
    if (!error) {
        // Given-up sound at the end is a hole that the file has only when something follows it: not promised before.
        const std::int64_t in_file = (file_.size() - static_cast<std::int64_t>(recording_header_bytes)) / recording_sample_bytes;
        durable_ = std::min(waiting_from_, in_file);
        const RecordingHeader header = make_recording_header(durable_ * recording_sample_bytes, options_.riff_limit);
        file_.write_at(0, std::as_bytes(std::span(header)), error);
    }
    if (error) note_failure(error, Clock::now());
}

void WavRecorder::give_up_oldest() noexcept {
    const auto limit = static_cast<std::size_t>(options_.waiting_samples_limit);
    if (waiting_.size() <= limit) return;
    // A good piece at once: what stays has to be moved in memory.
    const std::size_t surplus = std::min(waiting_.size(), waiting_.size() - limit + limit / 16);
    const std::scoped_lock lock(mutex_);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(surplus));
    waiting_from_ += static_cast<FrameIndex>(surplus);
    lost_ += static_cast<std::int64_t>(surplus);
}

void WavRecorder::note_failure(const std::error_code& error, Clock::time_point now) noexcept {
    const bool full = error == std::errc::no_space_on_device || error == std::errc::file_too_large || error.value() == EDQUOT;
    retry_at_ = now + options_.retry_interval;
    try {
        const std::scoped_lock lock(mutex_);
        problem_ = (full ? "The disk is full: " : "The sound cannot be written: ") + path_.string() + ": " + error.message();
    } catch (...) {  // NOLINT(bugprone-empty-catch): no memory even for the sentence; the state tells enough
    }
    state_ = full ? State::disk_full : State::failed;
}

}  // namespace tilescribe
