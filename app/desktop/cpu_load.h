// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace tilescribe {

/// Clock ticks since the machine's, or the program's, start.
struct CpuTicks {
    std::uint64_t machine_busy = 0;
    std::uint64_t machine_all = 0;
    std::uint64_t program = 0;
};

/// The first line of /proc/stat and the line of /proc/self/stat; nothing where they say something else than they should.
[[nodiscard]] std::optional<CpuTicks> parse_cpu_ticks(std::string_view stat, std::string_view self_stat);
[[nodiscard]] std::optional<CpuTicks> read_cpu_ticks();

struct CpuLoad {
    double machine = 0;  ///< of all processors, 0 to 1
    double program = 0;  ///< likewise
};

/// Between two readings; nothing where no time has gone by.
[[nodiscard]] std::optional<CpuLoad> cpu_load_between(const CpuTicks& before, const CpuTicks& after);

/// VmRSS from /proc/self/status in bytes.
[[nodiscard]] std::optional<std::int64_t> resident_bytes();

}  // namespace tilescribe
