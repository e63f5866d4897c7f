// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_model.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace tilescribe {

/// One loaded model that a live recording and a file's transcription share. Whoever holds the lease uses it; a file gives way to
/// live captions between two windows, where nothing of its run lives inside the model. Any thread may ask for a lease.
class SharedModel {
public:
    enum class Priority { live, file };

    explicit SharedModel(std::unique_ptr<WhisperModel> model) : model_(std::move(model)) {}

    /// The right to use the model, until destroyed. Not recursive.
    class Lease {
    public:
        Lease(SharedModel& owner, Priority priority) : owner_(owner), priority_(priority) { owner_.acquire(priority_); }
        ~Lease() { owner_.release(); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        [[nodiscard]] WhisperModel& model() const noexcept { return *owner_.model_; }
        /// Lets a waiting live recording go first; returns when the model is this lease's again. Between windows only.
        void give_way() {
            if (!owner_.is_live_waiting()) return;
            owner_.release();
            owner_.acquire(priority_);
        }

    private:
        SharedModel& owner_;
        Priority priority_;
    };

    /// What does not change while the model is in use (name, configuration, tokenizer, backends' descriptions).
    [[nodiscard]] const WhisperModel& facts() const noexcept { return *model_; }

private:
    void acquire(Priority priority) {
        std::unique_lock lock(mutex_);
        if (priority == Priority::live) ++live_waiting_;
        free_.wait(lock, [&] { return !in_use_ && (priority == Priority::live || live_waiting_ == 0); });
        if (priority == Priority::live) --live_waiting_;
        in_use_ = true;
    }
    void release() {
        {
            const std::scoped_lock lock(mutex_);
            in_use_ = false;
        }
        free_.notify_all();
    }
    [[nodiscard]] bool is_live_waiting() {
        const std::scoped_lock lock(mutex_);
        return live_waiting_ > 0;
    }

    std::unique_ptr<WhisperModel> model_;
    std::mutex mutex_;
    std::condition_variable free_;
    int live_waiting_ = 0;
    bool in_use_ = false;
};

}  // namespace tilescribe
