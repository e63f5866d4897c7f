// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/shim_tasks.h"

#include <algorithm>

namespace tilescribe::npu {
namespace {

using Loop = AccessPattern::Dimension;

constexpr std::uint32_t largest_inner_size = 1023;
constexpr std::uint32_t largest_iteration = 64;
constexpr std::uint32_t largest_repeat = 256;
constexpr std::uint32_t largest_stride = 1'048'576;
constexpr std::size_t most_loops = 4;

std::vector<Loop> merged(const std::vector<Loop>& loops) {
    std::vector<Loop> result;
    for (const Loop& loop : loops) {
        if (loop.size == 1) continue;
        if (!result.empty() && result.back().stride == loop.size * loop.stride)
            result.back() = {result.back().size * loop.size, loop.stride};
        else
            result.push_back(loop);
    }
    if (result.empty()) result.push_back({1, 1});
    return result;
}

std::uint32_t largest_factor(std::uint32_t size) {
    for (std::uint32_t factor = largest_inner_size; factor > 1; --factor)
        if (size % factor == 0) return factor;
    return 1;
}

/// Sizes of all loops but the outermost within what a descriptor holds.
std::vector<Loop> split(const std::vector<Loop>& loops) {
    std::vector<Loop> result{loops.front()};
    for (std::size_t i = 1; i < loops.size(); ++i) {
        const Loop& loop = loops[i];
        if (loop.size <= largest_inner_size) {
            result.push_back(loop);
            continue;
        }
        const std::uint32_t factor = largest_factor(loop.size);
        result.push_back({loop.size / factor, factor * loop.stride});
        result.push_back({factor, loop.stride});
    }
    return result;
}

bool fits(const std::vector<Loop>& loops, std::uint32_t repeat) {
    if (std::ranges::any_of(loops, [](const Loop& loop) { return loop.size > 1 && loop.stride > largest_stride; })) return false;
    return loops.size() < most_loops || (loops.size() == most_loops && loops.front().size <= largest_iteration && repeat == 1);
}

}  // namespace

void ShimTasks::add(std::int64_t moment, std::uint16_t fifo, const Walk& walk) {
    const std::vector<Loop> loops = split(merged(walk.loops));
    if (walk.repeat > largest_repeat || (walk.repeat > 1 && !fits(loops, walk.repeat))) {
        Walk once = walk;
        once.repeat = 1;
        for (std::uint32_t i = 0; i < walk.repeat; ++i) add(moment + i * walk.moments, fifo, once);
        return;
    }
    if (!fits(loops, walk.repeat)) {
        const AccessPattern::Dimension outermost = loops.front();
        Walk inner = walk;
        inner.loops.assign(loops.begin() + 1, loops.end());
        inner.moments = walk.moments / outermost.size;
        for (std::uint32_t i = 0; i < outermost.size; ++i, inner.offset += outermost.stride)
            add(moment + i * inner.moments, fifo, inner);
        return;
    }
    tasks_.push_back({moment,
                      {.fifo = fifo,
                       .argument = walk.argument,
                       .pattern = {.offset = static_cast<std::uint32_t>(walk.offset), .dimensions = loops},
                       .repeat = walk.repeat}});
}

std::vector<ShimTransfer> ShimTasks::in_order() const {
    std::vector<Task> sorted = tasks_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Task& x, const Task& y) { return x.moment < y.moment; });
    std::vector<ShimTransfer> transfers;
    transfers.reserve(sorted.size());
    for (Task& task : sorted) transfers.push_back(std::move(task.transfer));
    return transfers;
}

}  // namespace tilescribe::npu
