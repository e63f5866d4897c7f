// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/cpu_load.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>

namespace tilescribe {
namespace {

std::string first_line(const char* path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace

// proc(5): "cpu user nice system idle iowait irq softirq steal guest guest_nice"; guest times are inside user and nice.
std::optional<CpuTicks> parse_cpu_ticks(std::string_view stat, std::string_view self_stat) {
    CpuTicks ticks;
    std::istringstream machine{std::string(stat)};
    std::string name;
    machine >> name;
    if (name != "cpu") return std::nullopt;
    std::array<std::uint64_t, 8> times{};
    std::size_t count = 0;
    while (count < times.size() && machine >> times.at(count)) ++count;
    if (count < 4) return std::nullopt;
    for (const std::uint64_t time : times) ticks.machine_all += time;
    ticks.machine_busy = ticks.machine_all - times[3] - times[4];

    // The program's name stands in parentheses and may hold anything: the last one closes it. Then utime and stime are 12th and
    // 13th.
    const std::size_t close = self_stat.rfind(')');
    if (close == std::string_view::npos) return std::nullopt;
    std::istringstream own{std::string(self_stat.substr(close + 1))};
    std::string skipped;
    for (int i = 0; i < 11; ++i) own >> skipped;
    std::uint64_t user = 0;
    std::uint64_t system = 0;
    if (!(own >> user >> system)) return std::nullopt;
    ticks.program = user + system;
    return ticks;
}

std::optional<CpuTicks> read_cpu_ticks() {
    return parse_cpu_ticks(first_line("/proc/stat"), first_line("/proc/self/stat"));
}

std::optional<CpuLoad> cpu_load_between(const CpuTicks& before, const CpuTicks& after) {
    if (after.machine_all <= before.machine_all) return std::nullopt;
    const auto all = static_cast<double>(after.machine_all - before.machine_all);
    const auto part = [all](std::uint64_t from, std::uint64_t to) {
        return to <= from ? 0 : std::min(1.0, static_cast<double>(to - from) / all);
    };
    return CpuLoad{part(before.machine_busy, after.machine_busy), part(before.program, after.program)};
}

std::optional<std::int64_t> resident_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with("VmRSS:")) continue;
        std::istringstream figure(line.substr(6));
        std::int64_t kibibytes = 0;
        if (figure >> kibibytes) return kibibytes * 1024;
    }
    return std::nullopt;
}

}  // namespace tilescribe
