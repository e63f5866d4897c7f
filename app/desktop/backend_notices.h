// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace tilescribe {

/// How the backend of a loaded model had to go on otherwise than it was asked to, for what is written down about a run. Any thread.
class BackendNotices {
public:
    void add(const std::string& sentence) {
        const std::scoped_lock lock(mutex_);
        sentences_.push_back(sentence);
    }
    [[nodiscard]] std::size_t count() const {
        const std::scoped_lock lock(mutex_);
        return sentences_.size();
    }
    /// Those behind the first `known`.
    [[nodiscard]] std::vector<std::string> after(std::size_t known) const {
        const std::scoped_lock lock(mutex_);
        return {sentences_.begin() + static_cast<std::ptrdiff_t>(std::min(known, sentences_.size())), sentences_.end()};
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> sentences_;
};

}  // namespace tilescribe
