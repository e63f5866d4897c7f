// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

namespace tilescribe {

/// A small table of weights (positions) as f32 activations on the backend, uploaded.
[[nodiscard]] Tensor table_on_backend(KernelBackend& backend, const WeightMatrix& table);

}  // namespace tilescribe
