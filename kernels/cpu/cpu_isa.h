// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tilescribe {

/// Instruction sets that the CPU kernels are compiled for, weakest first. A higher level contains the lower ones.
enum class CpuIsa : std::uint8_t {
    avx2,    ///< AVX2, FMA and F16C: the floor
    avx512,  ///< AVX-512 F, BW, DQ and VL
};

/// Stable identifier, as the environment variable and the backend's variants spell it: "avx512".
std::string_view name_of(CpuIsa isa) noexcept;
/// For people: "AVX-512".
std::string_view title_of(CpuIsa isa) noexcept;

/// What this processor and operating system can run, weakest first; empty below the floor. Asked of the processor once.
std::span<const CpuIsa> available_isa_levels() noexcept;

/// The level that `wish` names; where `wish` is empty, what the environment variable TILESCRIBE_CPU_ISA names, otherwise the best
/// one. Throws BackendUnavailable for an unknown name, a level that cannot run here, and a processor below the floor.
CpuIsa choose_isa(std::string_view wish = {});

}  // namespace tilescribe
