// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/op_profile.h"
#include "ui/kernel_row.h"

#include <vector>

namespace tilescribe {

/// The engine's timing scopes as the dashboard shows them.
[[nodiscard]] std::vector<KernelRow> kernelRows(const OpProfileSnapshot& snapshot);
/// One window's ops, their times from the first one's start.
[[nodiscard]] std::vector<WindowOp> windowOps(std::vector<OpRecord> records);
/// One window's ops summed up by kind: the mean is the window's sum.
[[nodiscard]] std::vector<KernelRow> windowRows(const std::vector<OpRecord>& records);

}  // namespace tilescribe
