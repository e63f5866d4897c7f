// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/cpu_isa.h"

#include "kernels/backend_entry.h"

#include <algorithm>
#include <array>
#include <cpuid.h>
#include <cstdlib>

namespace tilescribe {
namespace {

constexpr std::array all_levels{CpuIsa::avx2, CpuIsa::avx512};

/// XCR0: which registers the operating system saves on a context switch. Only where CPUID says OSXSAVE.
std::uint64_t enabled_registers() noexcept {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return static_cast<std::uint64_t>(high) << 32 | low;
}

constexpr bool has_all(std::uint64_t bits, std::uint64_t wanted) noexcept {
    return (bits & wanted) == wanted;
}

/// How many of all_levels can run. Bits as in Intel's manual, volume 2, CPUID leaves 1 and 7 and volume 1, XCR0.
std::size_t count_levels() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    constexpr unsigned fma = 1U << 12;
    constexpr unsigned osxsave = 1U << 27;
    constexpr unsigned avx = 1U << 28;
    constexpr unsigned f16c = 1U << 29;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || !has_all(c, fma | osxsave | avx | f16c)) return 0;
    constexpr std::uint64_t ymm_state = 0x06;  // SSE, AVX
    constexpr std::uint64_t zmm_state = 0xe6;  // and the mask and upper halves of AVX-512
    const std::uint64_t saved = enabled_registers();
    constexpr unsigned avx2 = 1U << 5;
    if (!has_all(saved, ymm_state) || __get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || !has_all(b, avx2)) return 0;
    constexpr unsigned avx512 = 1U << 16 | 1U << 17 | 1U << 30 | 1U << 31;  // F, DQ, BW, VL
    return has_all(saved, zmm_state) && has_all(b, avx512) ? 2 : 1;
}

std::string list_of(std::span<const CpuIsa> levels) {
    std::string names;
    for (const CpuIsa level : levels) names.append(names.empty() ? "" : ", ").append(name_of(level));
    return names;
}

}  // namespace

std::string_view name_of(CpuIsa isa) noexcept {
    return isa == CpuIsa::avx512 ? "avx512" : "avx2";
}

std::string_view title_of(CpuIsa isa) noexcept {
    return isa == CpuIsa::avx512 ? "AVX-512" : "AVX2";
}

std::span<const CpuIsa> available_isa_levels() noexcept {
    static const std::size_t count = count_levels();
    return std::span(all_levels).first(count);
}

CpuIsa choose_isa(std::string_view wish) {
    const std::span<const CpuIsa> levels = available_isa_levels();
    if (levels.empty())
        throw BackendUnavailable(
            "This processor lacks AVX2, FMA or F16C, which the fast CPU kernels need; use --backend reference.");
    std::string asked_by = "The backend cpu was asked for";
    if (wish.empty()) {
        const char* forced = std::getenv("TILESCRIBE_CPU_ISA");  // NOLINT(concurrency-mt-unsafe): nobody sets it meanwhile
        if (forced == nullptr || *forced == '\0') return levels.back();
        wish = forced;
        asked_by = "The environment variable TILESCRIBE_CPU_ISA asks for";
    }
    const auto named = std::ranges::find(all_levels, wish, [](CpuIsa isa) { return name_of(isa); });
    const std::string asked = asked_by + " the instruction set '" + std::string(wish) + "', which ";
    if (named == all_levels.end()) throw BackendUnavailable(asked + "is unknown; there are " + list_of(all_levels) + ".");
    if (std::ranges::find(levels, *named) == levels.end())
        throw BackendUnavailable(asked + "this processor cannot run; it can run " + list_of(levels) + ".");
    return *named;
}

}  // namespace tilescribe
