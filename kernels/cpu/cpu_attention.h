// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/cpu/workspace.h"
#include "kernels/tensor_view.h"

#include <cstdint>

namespace tilescribe {

// How the two attentions are shared out among the threads; operands as in KernelBackend.

void attend_to_window(const KernelTable& kernels, Workspace& workspace, TensorView q, TensorView k, TensorView v, int n_heads,
                      TensorView output);

void attend_to_cache(const KernelTable& kernels, Workspace& workspace, TensorView q, TensorView k, TensorView v, int n_heads,
                     std::int64_t n_past, TensorView output, TensorView scores);

}  // namespace tilescribe
