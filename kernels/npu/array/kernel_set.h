// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/kernel_table.h"
#include "kernels/npu/core_kernel.h"

namespace tilescribe::npu {

/// Where programs find their core kernels: the real ones, or a test's.
struct KernelSet {
    const CoreKernel* (*find)(std::string_view name) noexcept = nullptr;
    std::optional<TileUse> (*tile_use)(ArrayGeneration generation, std::string_view kernel,
                                       std::span<const std::int32_t> parameters) noexcept = nullptr;

    [[nodiscard]] static KernelSet real() noexcept { return {.find = &find_core_kernel, .tile_use = &npu::tile_use}; }
};

}  // namespace tilescribe::npu
