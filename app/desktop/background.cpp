// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/background.h"

#include <utility>

namespace tilescribe {

Background::Background() : thread_([this] { work(); }) {}

Background::~Background() {
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
    }
    given_.notify_one();
}

void Background::run(Job job) {
    {
        const std::scoped_lock lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    given_.notify_one();
}

void Background::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        given_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        job = nullptr;  // what it holds is let go outside the lock
        lock.lock();
    }
}

}  // namespace tilescribe
