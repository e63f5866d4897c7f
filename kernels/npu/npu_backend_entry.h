// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/backend_entry.h"

namespace tilescribe::npu {

/// `npu`: AMD's NPU through XRT, for the registry. Available where one is found with all that it needs; otherwise the reason says
/// what is missing. Variants are the element types of the linear layers: "bf16" (the default), "int8", and "bfp16" on XDNA2.
[[nodiscard]] BackendEntry npu_backend_entry();

/// `npu-emulated`: the emulated array in this process; needs no hardware and no XRT, runs everywhere and is slow. Never chosen by
/// itself. Variants: generation and element type, "npu1", "npu4-int8" ...; "npu1" where none is named.
[[nodiscard]] BackendEntry npu_emulated_backend_entry();

}  // namespace tilescribe::npu
