// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_graph.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace tilescribe::npu {

/// Time in 1/256 cycle.
using Ticks = std::int64_t;
inline constexpr Ticks ticks_per_cycle = 256;
[[nodiscard]] inline Ticks ticks(double cycles) noexcept {
    return std::llround(cycles * ticks_per_cycle);
}

/// A ring's objects without their data: how many were written and read, and when.
class RingClock {
public:
    explicit RingClock(const Ring& ring) : filled_(ring.depth), freed_(ring.depth), written_(ring.writers), read_(ring.readers) {}

    [[nodiscard]] bool is_there(std::uint64_t object) const noexcept { return object < all_written_; }
    [[nodiscard]] bool has_room(std::uint64_t object) const noexcept { return object < all_read_ + freed_.size(); }
    /// When an object that is there arrived; when the room for an object that has room became free.
    [[nodiscard]] Ticks arrival(std::uint64_t object) const noexcept { return filled_[object % filled_.size()]; }
    [[nodiscard]] Ticks room(std::uint64_t object) const noexcept { return freed_[object % freed_.size()]; }

    /// True where somebody who waits could go on now. Times never run backwards, so the latest of all writers is the maximum.
    bool write(std::uint32_t writer, Ticks time) noexcept { return step(written_, all_written_, filled_, writer, time); }
    bool read(std::uint32_t reader, Ticks time) noexcept { return step(read_, all_read_, freed_, reader, time); }

    [[nodiscard]] std::uint64_t left() const noexcept { return all_written_ - all_read_; }
    /// All writers and all readers are equally far.
    [[nodiscard]] bool is_even() const noexcept {
        return std::ranges::all_of(written_, [this](std::uint64_t n) { return n == all_written_; }) &&
               std::ranges::all_of(read_, [this](std::uint64_t n) { return n == all_read_; });
    }

    void await(std::uint32_t actor) { waiting_.push_back(actor); }
    [[nodiscard]] std::vector<std::uint32_t>& waiting() noexcept { return waiting_; }

private:
    static bool step(std::vector<std::uint64_t>& counts, std::uint64_t& least, std::vector<Ticks>& times, std::uint32_t index,
                     Ticks time) noexcept {
        Ticks& at = times[counts[index] % times.size()];
        at = std::max(at, time);
        ++counts[index];
        const std::uint64_t now = counts.size() == 1 ? counts.front() : *std::ranges::min_element(counts);
        return std::exchange(least, now) != now;
    }

    std::vector<Ticks> filled_;
    std::vector<Ticks> freed_;
    std::vector<std::uint64_t> written_;
    std::vector<std::uint64_t> read_;
    std::uint64_t all_written_ = 0;
    std::uint64_t all_read_ = 0;
    std::vector<std::uint32_t> waiting_;
};

}  // namespace tilescribe::npu
