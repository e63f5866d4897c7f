// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every program that the array runs for Whisper, each for one shape. All of a device's programs share one overlay: the same FIFO
// end points and the same code on the cores (overlay.h).
#include "kernels/npu/designs/attention_design.h"   // IWYU pragma: export
#include "kernels/npu/designs/gemm_design.h"        // IWYU pragma: export
#include "kernels/npu/designs/log_mel_design.h"     // IWYU pragma: export
#include "kernels/npu/designs/padding.h"            // IWYU pragma: export
#include "kernels/npu/designs/plain_gemm_design.h"  // IWYU pragma: export
#include "kernels/npu/designs/row_designs.h"        // IWYU pragma: export
