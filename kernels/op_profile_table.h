// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/op_profile.h"

#include <string>

namespace tilescribe {

/// The profile as an aligned plain-text table, the costliest kind of op first, a total at the end. Simulated times are called so
/// and follow the measured ones. Ends with a line feed.
std::string format_as_table(const OpProfileSnapshot& snapshot);

}  // namespace tilescribe
