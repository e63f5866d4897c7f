// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tilescribe {

/// Physical cores among the processors that this process may use; at least 1. Two hyper-threads of one core count once: they share
/// the arithmetic units that the kernels keep busy.
int physical_core_count();

}  // namespace tilescribe
