// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/aligned_buffer.h"
#include "kernels/cpu/thread_pool.h"

#include <vector>

namespace tilescribe {

/// Scratch memory of one thread of the pool; grows to what the largest op needs and is kept.
struct ThreadScratch {
    AlignedBuffer rows;     ///< input rows that are gathered first, attention scores
    AlignedBuffer dense;    ///< operands whose rows have gaps, for oneDNN
    AlignedBuffer library;  ///< oneDNN's own
};

/// What the ops of one backend run on.
struct Workspace {
    explicit Workspace(int threads) : pool(threads), scratch(static_cast<std::size_t>(pool.threads())) {}

    ThreadPool pool;
    std::vector<ThreadScratch> scratch;  ///< by slot of the pool
    AlignedBuffer shared;                ///< packed keys and values, parts of a softmax
};

}  // namespace tilescribe
