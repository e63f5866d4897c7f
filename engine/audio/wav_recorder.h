// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/audio_format.h"
#include "engine/audio/recording_file.h"
#include "engine/audio/wav_header.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tilescribe {

struct WavRecorderOptions {
    std::chrono::milliseconds sync_interval{1000};   ///< the most that a kill -9 or a power cut may cost
    std::chrono::milliseconds retry_interval{1000};  ///< how often a full disk is tried again
    /// While the disk is full this much sound waits in memory; beyond it the oldest is given up and is silence in the file.
    std::int64_t waiting_samples_limit = 10 * 60 * static_cast<std::int64_t>(whisper_sample_rate);
    std::int64_t riff_limit = largest_riff_bytes;  ///< the file becomes RF64 beyond
};

/// Writes one track to disk as it is heard, in a WAV or RF64 file that players open at any moment: its header is brought up to date
/// once a second, after the sound before it has reached the disk.
///
/// 16-bit integers, not floats: half the disk (115 MB an hour), every player knows them, and their noise at -98 dB is far below any
/// microphone's and below Whisper's spectrogram, which is cut 80 dB under its maximum.
///
/// One thread writes (append, append_silence, sync, close; none of them throws); any threads read.
class WavRecorder {
public:
    enum class State {
        recording,
        disk_full,  ///< nothing is lost yet: it waits in memory, can be read, and is written when there is room
        failed,     ///< the same after any other write error; see problem()
        closed,
    };
    using Clock = std::chrono::steady_clock;

    /// Creates the file; throws RecordingError, also when it exists already.
    explicit WavRecorder(const std::filesystem::path& path, WavRecorderOptions options = {});
    ~WavRecorder();
    WavRecorder(const WavRecorder&) = delete;
    WavRecorder& operator=(const WavRecorder&) = delete;

    /// 16 kHz mono in [-1, 1]; what lies outside is clipped.
    void append(std::span<const float> samples) noexcept;
    void append_silence(std::int64_t samples) noexcept;
    /// Call often: does its work when a second has gone by.
    void sync(Clock::time_point now = Clock::now()) noexcept;
    /// Everything to disk and the header final. Nothing is appended afterwards.
    void close() noexcept;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] State state() const noexcept { return state_.load(); }
    /// A sentence for the user about the last write error; empty: there was none.
    [[nodiscard]] std::string problem() const;
    /// Samples recorded; those of them that would survive a power cut; those given up for want of disk (they are silence).
    [[nodiscard]] FrameIndex length() const noexcept { return length_.load(); }
    [[nodiscard]] FrameIndex durable_length() const noexcept { return durable_.load(); }
    [[nodiscard]] std::int64_t lost_samples() const noexcept { return lost_.load(); }

    /// Copies recorded samples from `first` on, as many as there are and fit; they are the same whenever they are read. Throws
    /// RecordingError when the disk fails.
    [[nodiscard]] std::size_t read_at(FrameIndex first, std::span<float> samples) const;
    /// Waits until `length` samples are there, the recording is closed, `stop` is requested or the time is over; returns length().
    FrameIndex wait_for_length(FrameIndex length, const std::stop_token& stop, std::chrono::milliseconds at_most) const;

private:
    void write_waiting(Clock::time_point now) noexcept;
    void write_header() noexcept;
    void give_up_oldest() noexcept;
    void note_failure(const std::error_code& error, Clock::time_point now) noexcept;

    const std::filesystem::path path_;
    const WavRecorderOptions options_;
    RecordingFile file_;
    std::atomic<State> state_{State::recording};
    std::atomic<FrameIndex> length_{0};
    std::atomic<FrameIndex> durable_{0};
    std::atomic<std::int64_t> lost_{0};
    Clock::time_point next_sync_;
    Clock::time_point retry_at_;

    // The samples [waiting_from_, length_) wait in memory; those before are in the file (or given up, a hole that reads as
    // silence).
    mutable std::mutex mutex_;
    mutable std::condition_variable_any grown_;
    std::vector<std::int16_t> waiting_;
    FrameIndex waiting_from_ = 0;
    std::string problem_;
};

}  // namespace tilescribe
