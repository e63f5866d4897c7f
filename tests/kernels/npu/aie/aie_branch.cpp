// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/aie/aie_branch.h"

#include <aie_api/aie.hpp>
#include <stdexcept>
#include <string>

#define TILESCRIBE_NPU_LEVEL level_aie
#include "kernels/npu/aie/level_runs.inc"

namespace tilescribe::npu::testing {

Run aie_branch_kernel(std::string_view name) {
#define TILESCRIBE_FIND(NAME)                                                                      \
    if (name == #NAME)                                                                             \
        return [](std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters) { \
            aie::set_rounding(aie::rounding_mode::floor); /* as a core starts */                   \
            level_aie::run_##NAME(buffers.data(), parameters.data());                              \
        };
    TILESCRIBE_NPU_KERNELS(TILESCRIBE_FIND)
#undef TILESCRIBE_FIND
    throw std::logic_error("no kernel " + std::string(name));
}

}  // namespace tilescribe::npu::testing
