// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace tilescribe {

/// One thread that carries out jobs in the order they were given: where disk, devices and models are waited for, so that the
/// window's thread never is. Jobs report back by queued calls. A job must not throw.
class Background {
public:
    using Job = std::function<void()>;

    Background();
    /// Carries out what was given, then ends.
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// Any thread.
    void run(Job job);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable given_;
    std::deque<Job> jobs_;
    bool ending_ = false;
    std::jthread thread_;
};

}  // namespace tilescribe
