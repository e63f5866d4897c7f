// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/op_profile.h"

#include <mutex>
#include <vector>

namespace tilescribe {

/// The engine's timing scopes for the dashboard: sums of everything, and the single ops of the last whole window. A window begins
/// where its sound is read; it counts from the encoder's convolutions on. Any thread may read while the engine records.
class OpTrace final : public OpTimingSink {
public:
    static constexpr std::size_t most_ops_of_window = 20000;  ///< 2 MB; those beyond are summed up but not shown singly

    void record(const OpRecord& record) noexcept override;
    [[nodiscard]] OpProfileSnapshot snapshot() const { return profile_.snapshot(); }
    /// The ops of the last window that is over; of the growing one as long as it is the first.
    [[nodiscard]] std::vector<OpRecord> last_window() const;
    [[nodiscard]] int windows() const;

private:
    OpProfile profile_;
    mutable std::mutex mutex_;
    std::vector<OpRecord> growing_;
    std::vector<OpRecord> last_;
    bool in_convolutions_ = false;
    bool has_convolutions_ = false;  ///< the growing window
    int windows_ = 0;
};

}  // namespace tilescribe
