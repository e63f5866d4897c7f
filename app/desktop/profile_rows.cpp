// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/profile_rows.h"

#include "app/desktop/engine_words.h"

#include <algorithm>

namespace tilescribe {
namespace {

double milliseconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

KernelRow rowFor(OpKind kind, std::string_view device, bool simulated) {
    return {.id = textOf(name_of(kind)) + QLatin1Char('@') + textOf(device),
            .name = engineWord(title_of(kind)),
            .device = textOf(device).toUpper(),
            .onNpu = device.starts_with("npu"),
            .simulated = simulated};
}

}  // namespace

std::vector<KernelRow> kernelRows(const OpProfileSnapshot& snapshot) {
    std::vector<KernelRow> rows;
    for (const OpProfileRow& op : snapshot.rows) {
        KernelRow row = rowFor(op.kind, op.device, op.simulated);
        row.calls = op.calls;
        row.meanMs = milliseconds(op.mean);
        row.p50Ms = milliseconds(op.p50);
        row.p95Ms = milliseconds(op.p95);
        row.p99Ms = milliseconds(op.p99);
        if (op.macs > 0) row.gflops = op.gflops_per_second;
        row.share = op.share;
        rows.push_back(row);
    }
    return rows;
}

std::vector<WindowOp> windowOps(std::vector<OpRecord> records) {
    std::vector<WindowOp> ops;
    if (records.empty()) return ops;
    std::ranges::stable_sort(records, {}, &OpRecord::start);
    const std::chrono::nanoseconds begin = records.front().start;
    // What emulating took is nobody's time: what comes behind the array's last op moves up to its simulated end.
    std::chrono::nanoseconds end = begin;
    std::chrono::nanoseconds emulating{};
    bool afterArray = false;
    for (const OpRecord& record : records) {
        std::chrono::nanoseconds start = record.start - emulating;
        if (afterArray && !record.simulated && start > end) {
            emulating += start - end;
            start = end;
        }
        end = std::max(end, start + record.duration);
        // The host's copies from and to the array stand among its ops.
        afterArray = record.simulated || (afterArray && record.device.starts_with("npu"));
        ops.push_back({.name = engineWord(title_of(record.tag.kind)),
                       .onNpu = record.device.starts_with("npu"),
                       .simulated = record.simulated,
                       .startMs = milliseconds(start - begin),
                       .durationMs = milliseconds(record.duration)});
    }
    return ops;
}

std::vector<KernelRow> windowRows(const std::vector<OpRecord>& records) {
    std::vector<KernelRow> rows;
    double total = 0;
    for (const OpRecord& record : records) {
        const KernelRow fresh = rowFor(record.tag.kind, record.device, record.simulated);
        auto row = std::ranges::find(rows, fresh.id, &KernelRow::id);
        if (row == rows.end()) row = rows.insert(rows.end(), fresh);
        ++row->calls;
        row->meanMs = row->meanMs.value_or(0) + milliseconds(record.duration);
        total += milliseconds(record.duration);
    }
    for (KernelRow& row : rows) row.share = total > 0 ? row.meanMs.value_or(0) / total : 0;
    std::ranges::sort(rows, std::greater(), &KernelRow::share);
    return rows;
}

}  // namespace tilescribe
