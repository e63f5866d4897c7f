// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/op_trace.h"

#include <new>
#include <utility>

namespace tilescribe {

void OpTrace::record(const OpRecord& record) noexcept {
    profile_.record(record);
    const std::scoped_lock lock(mutex_);
    const bool convolution = record.tag.kind == OpKind::conv;
    const bool comes_again = convolution && !in_convolutions_ && has_convolutions_;  // where no sound is read in between
    in_convolutions_ = convolution;
    if (record.tag.kind == OpKind::audio_read || comes_again) {
        if (has_convolutions_) std::swap(last_, growing_);
        growing_.clear();
        has_convolutions_ = false;
    }
    if (convolution && !has_convolutions_) {
        has_convolutions_ = true;
        ++windows_;
    }
    if (growing_.size() >= most_ops_of_window) return;
    try {
        growing_.push_back(record);
    } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): one bar less in a picture
    }
}

std::vector<OpRecord> OpTrace::last_window() const {
    const std::scoped_lock lock(mutex_);
    return last_.empty() ? growing_ : last_;
}

int OpTrace::windows() const {
    const std::scoped_lock lock(mutex_);
    return windows_;
}

}  // namespace tilescribe
