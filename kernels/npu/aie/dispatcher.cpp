// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/dispatcher.h"

#include "kernels/npu/aie/core_entries.h"
#include "kernels/npu/aie/level_runs.inc"

#include <aie_api/aie.hpp>

// Compiled by Peano for the cores, and against the tests' stub of the AIE API; no part of the host's build.

namespace tilescribe::npu::dispatcher {
namespace {

struct AieCore {
    /// Of the 64 locks that a core sees, its own tile's are the last 16.
    static constexpr unsigned own_locks = 48;

    static void acquire(std::uint32_t lock) { acquire_greater_equal(own_locks + lock, 1U); }
    static void release(std::uint32_t lock) { ::release(own_locks + lock, 1); }
    static void call(std::uint32_t kernel, std::byte* const* buffers, const std::int32_t* parameters) {
        enum Kernel : std::uint32_t {
#define TILESCRIBE_NUMBER(NAME) number_of_##NAME,
            TILESCRIBE_NPU_KERNELS(TILESCRIBE_NUMBER)
#undef TILESCRIBE_NUMBER
        };
        switch (kernel) {
#define TILESCRIBE_CALL(NAME)                                  \
    case number_of_##NAME:                                     \
        TILESCRIBE_NPU_LEVEL::run_##NAME(buffers, parameters); \
        break;
            TILESCRIBE_NPU_KERNELS(TILESCRIBE_CALL)
#undef TILESCRIBE_CALL
            default:
                break;
        }
    }
};

}  // namespace
}  // namespace tilescribe::npu::dispatcher

#if defined(TILESCRIBE_NPU_WITHOUT_BFP16)
// AIE2 has no block floats: what level_runs.cpp names there; no program calls it.
namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL {
void gemm_bfp16(const std::uint8_t* /*a*/, const std::uint8_t* /*b*/, float* /*c*/, int /*m*/, int /*k*/, int /*n*/) {}
void to_bfp16(const Bf16* /*x*/, std::uint8_t* /*y*/, int /*m*/, int /*k*/) {}
}  // namespace tilescribe::npu::TILESCRIBE_NPU_LEVEL
#endif

extern "C" void tilescribe_core(std::int32_t* memory) {
    using namespace tilescribe::npu::dispatcher;
    AieCore core;
    for (;;) {
        AieCore::acquire(start_lock);
        run_list(reinterpret_cast<std::byte*>(memory), core);
    }
}
