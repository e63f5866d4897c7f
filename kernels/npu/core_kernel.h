// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tilescribe::npu {

/// What one call of a core kernel does with its core's vector unit, counted from its source: the time model's input.
struct InstructionMix {
    std::int64_t vector_macs = 0;  ///< mmul issues
    std::int64_t vector_ops = 0;   ///< other vector arithmetic issues
    std::int64_t loads = 0;        ///< 256-bit loads (two may issue per cycle)
    std::int64_t stores = 0;       ///< 256-bit stores (one per cycle)
    std::int64_t scalar_ops = 0;
    std::int64_t table_lookups = 0;  ///< four per cycle (AIE2's exp)
    std::int64_t loop_overhead = 0;  ///< prologue, epilogue and pipeline drain, cycles
};

/// One kernel as every core runs it: the same C++ source as on the silicon, in its host build.
struct CoreKernel {
    std::string_view name;  ///< "gemm_bf16"
    /// buffers: the tile buffers in the kernel's argument order (inputs, then outputs); parameters: its run-time integers.
    void (*run)(std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters);
    InstructionMix (*instruction_mix)(ArrayGeneration generation, std::span<const std::int32_t> parameters);
    std::size_t program_bytes;  ///< estimate of its code, for the program memory check
};

/// All core kernels, by name; empty name where there is none.
[[nodiscard]] std::span<const CoreKernel> core_kernels() noexcept;
[[nodiscard]] const CoreKernel* find_core_kernel(std::string_view name) noexcept;

}  // namespace tilescribe::npu
