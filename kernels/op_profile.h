// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/duration_histogram.h"
#include "kernels/op_timing.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace tilescribe {

/// What one kind of op has cost on one device so far. Percentiles are within 1% (DurationHistogram), everything else is exact.
struct OpProfileRow {
    OpKind kind;
    std::string_view device;  ///< lives as long as the program
    bool simulated = false;
    std::int64_t calls = 0;
    std::chrono::nanoseconds total{}, mean{}, min{}, max{}, p50{}, p95{}, p99{};
    std::int64_t macs = 0;
    std::int64_t bytes = 0;
    double gflops_per_second = 0;  ///< 2 * macs / total; 0 where there are none
    double gbytes_per_second = 0;  ///< least traffic / total, in 10^9 bytes; more than memory gives where caches serve
    double share = 0;              ///< of the total of all measured rows, or of all simulated rows: the two never mix
};

struct OpProfileSnapshot {
    std::vector<OpProfileRow> rows;  ///< in the order of OpKind; only what ran
    std::chrono::nanoseconds measured_total{};
    std::chrono::nanoseconds simulated_total{};
};

/// Sums up op records in constant memory: about 18 KB for each kind of op and device, allocated when it first appears.
/// Any number of threads may record and take snapshots at once.
class OpProfile final : public OpTimingSink {
public:
    void record(const OpRecord& record) noexcept override;
    [[nodiscard]] OpProfileSnapshot snapshot() const;
    /// Forgets everything so far.
    void clear();

private:
    struct Sums {
        std::string_view device;
        bool simulated = false;
        std::int64_t macs = 0, bytes = 0;
        std::chrono::nanoseconds total{}, min{}, max{};
        DurationHistogram durations;
    };

    Sums& sums_of(const OpRecord& record);
    static OpProfileRow row_of(OpKind kind, const Sums& sums);

    mutable std::mutex mutex_;
    std::array<std::vector<Sums>, op_kind_count> sums_;
};

}  // namespace tilescribe
