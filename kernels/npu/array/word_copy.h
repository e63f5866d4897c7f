// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/pattern_cursor.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tilescribe::npu {

/// Copies `words` 32-bit words from one walk over memory to another; both go on where they are.
void copy_words(std::byte* to, PatternCursor& to_cursor, const std::byte* from, PatternCursor& from_cursor, std::uint64_t words);

/// The same copy again and again, worked out once: runs of equal length with their places. Tiles are blocked in runs of 8 or 16
/// bytes, which this moves several times faster than two cursors do.
class CopyPlan {
public:
    CopyPlan(PatternCursor& to_cursor, PatternCursor& from_cursor, std::uint64_t words);
    void run(std::byte* to, const std::byte* from) const;

private:
    struct Run {
        std::uint32_t to = 0;  ///< bytes
        std::uint32_t from = 0;
    };
    template <std::size_t bytes>
    void run_fixed(std::byte* to, const std::byte* from) const;

    std::vector<Run> runs_;
    std::size_t run_bytes_ = 0;
};

}  // namespace tilescribe::npu
