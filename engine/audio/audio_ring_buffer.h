// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <span>
#include <vector>

namespace tilescribe {

/// A wait-free queue of float frames from ONE writing thread (a capture callback) to ONE reading thread (the recorder). A frame is
/// `channels` neighbouring floats; whole frames only. It never blocks, allocates or overwrites: what does not fit is refused, and
/// counting it is the writer's business.
///
/// Memory order: each side alone changes its own position. The writer releases write_position_ after copying in, the reader
/// acquires it before copying out, so it sees the frames; the other way round for read_position_, so no slot is written before it
/// was read. Positions run on freely and wrap with std::size_t; the capacity is a power of two, so their difference stays right.
class AudioRingBuffer {
public:
    /// Room for at least `min_frames` frames, rounded up to a power of two.
    explicit AudioRingBuffer(std::size_t min_frames, int channels = 1)
        : channels_(static_cast<std::size_t>(channels)),
          capacity_(std::bit_ceil(std::max<std::size_t>(min_frames, 2))),
          samples_(capacity_ * channels_) {}
    AudioRingBuffer(const AudioRingBuffer&) = delete;
    AudioRingBuffer& operator=(const AudioRingBuffer&) = delete;

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] int channels() const noexcept { return static_cast<int>(channels_); }

    /// Writer only. Takes as many of the frames as fit, from the first on, and returns how many. `interleaved` holds whole frames.
    std::size_t write(std::span<const float> interleaved) noexcept {
        const std::size_t write = write_position_.load(std::memory_order_relaxed);
        const std::size_t free = capacity_ - (write - read_position_.load(std::memory_order_acquire));
        const std::size_t frames = std::min(interleaved.size() / channels_, free);
        const std::size_t start = write & (capacity_ - 1);
        const std::size_t before_end = std::min(frames, capacity_ - start);
        const auto wrap = interleaved.begin() + static_cast<std::ptrdiff_t>(before_end * channels_);
        std::copy(interleaved.begin(), wrap, samples_.begin() + static_cast<std::ptrdiff_t>(start * channels_));
        std::copy(wrap, interleaved.begin() + static_cast<std::ptrdiff_t>(frames * channels_), samples_.begin());
        write_position_.store(write + frames, std::memory_order_release);
        return frames;
    }

    /// Reader only. Moves the oldest frames into `interleaved`, as many as are there and fit, and returns how many.
    std::size_t read(std::span<float> interleaved) noexcept {
        const std::size_t read = read_position_.load(std::memory_order_relaxed);
        const std::size_t waiting = write_position_.load(std::memory_order_acquire) - read;
        const std::size_t frames = std::min(interleaved.size() / channels_, waiting);
        const std::size_t start = read & (capacity_ - 1);
        const std::size_t before_end = std::min(frames, capacity_ - start);
        const auto from = samples_.begin() + static_cast<std::ptrdiff_t>(start * channels_);
        const auto wrap = std::copy(from, from + static_cast<std::ptrdiff_t>(before_end * channels_), interleaved.begin());
        std::copy(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>((frames - before_end) * channels_), wrap);
        read_position_.store(read + frames, std::memory_order_release);
        return frames;
    }

    /// Reader only: frames that read() would find now, at least.
    [[nodiscard]] std::size_t available() const noexcept {
        return write_position_.load(std::memory_order_acquire) - read_position_.load(std::memory_order_relaxed);
    }

private:
    static constexpr std::size_t cache_line = 64;  // the two positions apart, or each side would slow the other

    const std::size_t channels_;
    const std::size_t capacity_;
    std::vector<float> samples_;
    alignas(cache_line) std::atomic<std::size_t> write_position_{0};
    alignas(cache_line) std::atomic<std::size_t> read_position_{0};
};

static_assert(std::atomic<std::size_t>::is_always_lock_free);

}  // namespace tilescribe
