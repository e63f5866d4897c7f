// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/array/array_program.h"

#include <cstddef>
#include <cstdint>

// What a core's data memory holds besides its buffers: the stack below, then the list that the dispatcher interprets, then the
// buffers, and constants of the code at the end.
namespace tilescribe::npu {

/// The linker's: the dispatcher's jump table and constants of the kernels. An estimate.
inline constexpr std::uint32_t core_constant_bytes = 512;

/// The words of a core's list as dispatcher.h has it; `fifos`: of the core, each a buffer of the list.
[[nodiscard]] inline std::size_t step_list_words(const CoreProgram& core, std::size_t fifos) {
    std::size_t words = 1 + 3 * (fifos + core.local_bytes.size()) + 1;
    for (const CoreStep& step : core.steps) {
        words += 1;
        if (step.kind == CoreStep::Kind::loop) words += 1;
        if (step.kind == CoreStep::Kind::call) words += step.buffers.size() + step.parameters.size();
    }
    return words;
}

}  // namespace tilescribe::npu
