// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/thread_pool.h"

#include "kernels/cpu/flush_denormals.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tilescribe {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto spin_time = std::chrono::microseconds(30);
constexpr std::uint32_t open_bit = 1U << 31;

/// Watches `value` for a change from `old` for a moment, then sleeps until it changes.
void await_change(const std::atomic<std::uint32_t>& value, std::uint32_t old) noexcept {
    const auto end = Clock::now() + spin_time;
    do {
        for (int i = 0; i < 16; ++i) {
            if (value.load(std::memory_order_acquire) != old) return;
            _mm_pause();
        }
    } while (Clock::now() < end);
    value.wait(old, std::memory_order_acquire);
}

}  // namespace

ThreadPool::ThreadPool(int threads) {
    try {
        for (int slot = 1; slot < threads; ++slot) workers_.emplace_back([this, slot] { work(slot); });
    } catch (...) {
        stop();  // or joining those that did start would wait for ever
        throw;
    }
}

ThreadPool::~ThreadPool() {
    stop();
}

void ThreadPool::stop() noexcept {
    stop_.store(true, std::memory_order_relaxed);
    loop_number_.fetch_add(1, std::memory_order_release);
    loop_number_.notify_all();
}

void ThreadPool::run(std::int64_t count, Call call, void* body) {
    if (count <= 1 || workers_.empty()) {
        for (std::int64_t i = 0; i < count; ++i) call(body, i, 0);
        return;
    }
    call_ = call;
    body_ = body;
    count_ = count;
    next_.store(0, std::memory_order_relaxed);
    door_.store(open_bit, std::memory_order_release);
    loop_number_.fetch_add(1, std::memory_order_release);
    loop_number_.notify_all();
    take_indices(0);
    close();
    if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void ThreadPool::work(int slot) {
    const FlushDenormals flush;
    std::uint32_t seen = 0;
    while (true) {
        await_change(loop_number_, seen);
        seen = loop_number_.load(std::memory_order_acquire);
        if (stop_.load(std::memory_order_relaxed)) return;
        if (!enter()) continue;
        take_indices(slot);
        leave();
    }
}

void ThreadPool::take_indices(int slot) noexcept {
    try {
        for (std::int64_t i = next_.fetch_add(1, std::memory_order_relaxed); i < count_;
             i = next_.fetch_add(1, std::memory_order_relaxed))
            call_(body_, i, slot);
    } catch (...) {
        next_.store(count_, std::memory_order_relaxed);
        const std::scoped_lock lock(failure_mutex_);
        if (failure_ == nullptr) failure_ = std::current_exception();
    }
}

bool ThreadPool::enter() noexcept {
    std::uint32_t door = door_.load(std::memory_order_relaxed);
    while ((door & open_bit) != 0)
        if (door_.compare_exchange_weak(door, door + 1, std::memory_order_acquire, std::memory_order_relaxed)) return true;
    return false;
}

void ThreadPool::leave() noexcept {
    if (door_.fetch_sub(1, std::memory_order_acq_rel) == 1) door_.notify_one();  // closed, and the last one inside
}

void ThreadPool::close() noexcept {
    std::uint32_t door = door_.fetch_and(~open_bit, std::memory_order_acq_rel) & ~open_bit;
    while (door != 0) {
        await_change(door_, door);
        door = door_.load(std::memory_order_acquire);
    }
}

}  // namespace tilescribe
