// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace tilescribe {

/// The listeners of a CaptureSystem. Thread-safe; tokens may outlive it.
class ChangeListeners {
public:
    std::shared_ptr<void> add(std::function<void()> listener) {
        auto entry = std::make_shared<std::function<void()>>(std::move(listener));
        const std::scoped_lock lock(shared_->mutex);
        shared_->entries.push_back(entry.get());
        return {entry.get(), [entry, shared = shared_](void*) {
                    const std::scoped_lock inner(shared->mutex);  // waits for a call under way
                    std::erase(shared->entries, entry.get());
                }};
    }

    void notify() const {
        const std::scoped_lock lock(shared_->mutex);
        for (const auto* listener : shared_->entries) (*listener)();
    }

private:
    struct Shared {
        std::mutex mutex;
        std::list<std::function<void()>*> entries;
    };
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace tilescribe
