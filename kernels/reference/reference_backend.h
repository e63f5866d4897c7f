// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/backend_entry.h"

namespace tilescribe {

/// The backend `reference`: plain loops on one thread over weights dequantised to f32, slow on purpose. The oracle for all others.
BackendEntry reference_backend_entry();

}  // namespace tilescribe
