// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile_report.h"

#include "kernels/op_profile_table.h"

#include <spdlog/fmt/fmt.h>

namespace tilescribe {

std::string profile_report(const OpProfileSnapshot& snapshot, double wall_s, double audio_s) {
    const double covered_s = std::chrono::duration<double>(snapshot.measured_total).count();
    const double safe_wall_s = wall_s > 0 ? wall_s : 1.0;
    return format_as_table(snapshot) +
           fmt::format("Wall time {:.2f} s for {:.2f} s of sound: {:.1f}x realtime; the ops above cover {:.1f}% of the wall time\n",
                       wall_s, audio_s, audio_s / safe_wall_s, 100 * covered_s / safe_wall_s);
}

}  // namespace tilescribe
