// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <string>
#include <string_view>

namespace tilescribe::npu {

/// The program as a design for mlir-aie's Python bindings (docs/npu.md says how it becomes final.xclbin and instructions).
[[nodiscard]] std::string iron_text(const ArrayProgram& program);

/// Reads what iron_text() wrote. Throws std::invalid_argument with the line's number for anything else.
[[nodiscard]] ArrayProgram parse_iron_text(std::string_view text);

}  // namespace tilescribe::npu
