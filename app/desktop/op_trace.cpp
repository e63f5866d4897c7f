// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/op_trace.h"

#include <new>
#include <utility>

namespace tilescribe {

void OpTrace::record(const OpRecord& record) noexcept {
    profile_.record(record);
    const std::scoped_lock lock(mutex_);
    const bool convolution = record.tag.kind == OpKind::conv;
    if (convolution && !in_convolutions_) {
        std::swap(last_, growing_);
        growing_.clear();
        ++windows_;
    }
    in_convolutions_ = convolution;
    if (growing_.size() >= most_ops_of_window) return;
    try {
        growing_.push_back(record);
    } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): one bar less in a picture
    }
}

std::vector<OpRecord> OpTrace::last_window() const {
    const std::scoped_lock lock(mutex_);
    return windows_ > 1 ? last_ : growing_;
}

int OpTrace::windows() const {
    const std::scoped_lock lock(mutex_);
    return windows_;
}

}  // namespace tilescribe
