// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/op_profile.h"

#include <string>

namespace tilescribe {

/// `--profile`: the table of what every kind of op has cost, then how long the run took for how much sound, and how much of that
/// time the measured ops cover.
[[nodiscard]] std::string profile_report(const OpProfileSnapshot& snapshot, double wall_s, double audio_s);

}  // namespace tilescribe
