// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace tilescribe {

/// Threads for the data-parallel loops inside one op. The caller works too, so `threads` - 1 are started. Between two loops a
/// worker watches for the next one for at most spin_time (the ops of a decoder step follow each other within microseconds, waking a
/// thread costs tens) and then sleeps in the kernel: an idle program uses no processor time. One loop at a time per pool; the
/// calling thread may change between loops.
class ThreadPool {
public:
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] int threads() const noexcept { return static_cast<int>(workers_.size()) + 1; }

    /// Calls body(index, slot) once for each index 0 .. count - 1, in any order, on any of the threads; returns when all are done.
    /// Calls with the same slot (0 .. threads() - 1) never overlap, so a slot may name scratch memory. The first exception of a
    /// body stops the loop early and is thrown here.
    template <typename Body>
    void for_each(std::int64_t count, Body&& body) {
        using Plain = std::remove_reference_t<Body>;
        run(count, [](void* object, std::int64_t index, int slot) { (*static_cast<Plain*>(object))(index, slot); }, &body);
    }

private:
    using Call = void (*)(void* body, std::int64_t index, int slot);

    void run(std::int64_t count, Call call, void* body);
    void work(int slot);
    void stop() noexcept;
    void take_indices(int slot) noexcept;
    bool enter() noexcept;
    void leave() noexcept;
    void close() noexcept;

    // The loop that runs. Written by the caller while the door is closed and nobody is inside.
    Call call_ = nullptr;
    void* body_ = nullptr;
    std::int64_t count_ = 0;
    alignas(64) std::atomic<std::int64_t> next_{0};
    /// The door: whether workers may enter, and how many are inside. A worker that wakes too late finds it closed, so that nobody
    /// waits for it.
    alignas(64) std::atomic<std::uint32_t> door_{0};
    alignas(64) std::atomic<std::uint32_t> loop_number_{0};
    std::atomic<bool> stop_{false};
    std::mutex failure_mutex_;
    std::exception_ptr failure_;
    std::vector<std::jthread> workers_;
};

}  // namespace tilescribe
