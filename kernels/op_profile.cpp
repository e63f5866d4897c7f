// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/op_profile.h"

#include <algorithm>

namespace tilescribe {
namespace {

using std::chrono::nanoseconds;

/// 10^9 per second is 1 per nanosecond.
double per_nanosecond(double amount, nanoseconds time) {
    return time.count() > 0 ? amount / static_cast<double>(time.count()) : 0.0;
}

}  // namespace

OpProfile::Sums& OpProfile::sums_of(const OpRecord& record) {
    std::vector<Sums>& of_kind = sums_[static_cast<std::size_t>(record.tag.kind)];
    const auto found = std::find_if(of_kind.begin(), of_kind.end(), [&](const Sums& sums) {
        return sums.device == record.device && sums.simulated == record.simulated;
    });
    if (found != of_kind.end()) return *found;
    Sums& sums = of_kind.emplace_back();
    sums.device = record.device;
    sums.simulated = record.simulated;
    sums.min = record.duration;
    return sums;
}

void OpProfile::record(const OpRecord& record) noexcept {
    const std::lock_guard lock(mutex_);
    Sums& sums = sums_of(record);
    sums.macs += record.macs;
    sums.bytes += record.bytes;
    sums.total += record.duration;
    sums.min = std::min(sums.min, record.duration);
    sums.max = std::max(sums.max, record.duration);
    sums.durations.add(record.duration);
}

OpProfileRow OpProfile::row_of(OpKind kind, const Sums& sums) {
    const auto percentile = [&](double fraction) { return std::clamp(sums.durations.percentile(fraction), sums.min, sums.max); };
    return {.kind = kind,
            .device = sums.device,
            .simulated = sums.simulated,
            .calls = sums.durations.count(),
            .total = sums.total,
            .mean = sums.total / sums.durations.count(),
            .min = sums.min,
            .max = sums.max,
            .p50 = percentile(0.50),
            .p95 = percentile(0.95),
            .p99 = percentile(0.99),
            .macs = sums.macs,
            .bytes = sums.bytes,
            .gflops_per_second = per_nanosecond(2.0 * static_cast<double>(sums.macs), sums.total),
            .gbytes_per_second = per_nanosecond(static_cast<double>(sums.bytes), sums.total)};
}

OpProfileSnapshot OpProfile::snapshot() const {
    OpProfileSnapshot snapshot;
    {
        const std::lock_guard lock(mutex_);
        for (int kind = 0; kind < op_kind_count; ++kind)
            for (const Sums& sums : sums_[kind]) snapshot.rows.push_back(row_of(static_cast<OpKind>(kind), sums));
    }
    for (const OpProfileRow& row : snapshot.rows) (row.simulated ? snapshot.simulated_total : snapshot.measured_total) += row.total;
    for (OpProfileRow& row : snapshot.rows)
        row.share = per_nanosecond(static_cast<double>(row.total.count()),
                                   row.simulated ? snapshot.simulated_total : snapshot.measured_total);
    return snapshot;
}

void OpProfile::clear() {
    const std::lock_guard lock(mutex_);
    for (std::vector<Sums>& of_kind : sums_) of_kind.clear();
}

}  // namespace tilescribe
