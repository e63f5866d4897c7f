// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/op_profile_table.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <sstream>
#include <tuple>
#include <vector>

namespace tilescribe {
namespace {

using std::chrono::nanoseconds;

constexpr int n_columns = 11;
constexpr int n_text_columns = 2;  // aligned to the left, figures to the right
using Line = std::array<std::string, n_columns>;

std::string fixed(double value, int decimals) {
    std::ostringstream out;
    out << std::fixed << std::setprecision(decimals) << value;
    return out.str();
}

std::string text_of(nanoseconds time) {
    const auto value = static_cast<double>(time.count());
    if (value < 1e3) return std::to_string(time.count()) + " ns";
    if (value < 1e6) return fixed(value / 1e3, 1) + " us";
    if (value < 1e9) return fixed(value / 1e6, 1) + " ms";
    return fixed(value / 1e9, 2) + " s";
}

std::string device_of(const OpProfileRow& row) {
    return std::string(row.device) + (row.simulated ? " (simulated)" : "");
}

std::string rate_of(double value) {
    return value > 0 ? fixed(value, 1) : "-";
}

Line line_of(const OpProfileRow& row) {
    return {std::string(title_of(row.kind)),
            device_of(row),
            std::to_string(row.calls),
            text_of(row.total),
            text_of(row.mean),
            text_of(row.p50),
            text_of(row.p95),
            text_of(row.p99),
            fixed(100 * row.share, 1) + "%",
            rate_of(row.gflops_per_second),
            rate_of(row.gbytes_per_second)};
}

Line total_line(const std::string& name, nanoseconds total) {
    return {name, "", "", text_of(total)};
}

std::string aligned(const std::vector<Line>& lines) {
    std::array<std::size_t, n_columns> widths{};
    for (const Line& line : lines)
        for (int c = 0; c < n_columns; ++c) widths[c] = std::max(widths[c], line[c].size());
    std::string text;
    for (const Line& line : lines) {
        std::string row;
        for (int c = 0; c < n_columns; ++c) {
            const std::string space(widths[c] - line[c].size(), ' ');
            row += c < n_text_columns ? line[c] + space : space + line[c];
            row += "  ";
        }
        row.erase(row.find_last_not_of(' ') + 1);
        text += row + "\n";
    }
    return text;
}

}  // namespace

std::string format_as_table(const OpProfileSnapshot& snapshot) {
    std::vector<OpProfileRow> rows = snapshot.rows;
    std::sort(rows.begin(), rows.end(), [](const OpProfileRow& a, const OpProfileRow& b) {
        return std::tuple(a.simulated, b.total, a.kind, a.device) < std::tuple(b.simulated, a.total, b.kind, b.device);
    });
    std::vector<Line> lines{{"Kernel", "Device", "Calls", "Total", "Mean", "p50", "p95", "p99", "Share", "GFLOP/s", "GB/s"}};
    for (const OpProfileRow& row : rows) lines.push_back(line_of(row));
    lines.push_back(total_line("Total", snapshot.measured_total));
    if (snapshot.simulated_total.count() > 0) lines.push_back(total_line("Total (simulated)", snapshot.simulated_total));
    return aligned(lines);
}

}  // namespace tilescribe
