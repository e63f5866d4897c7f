// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/aie/dispatcher.h"

#include "kernels/npu/aie/level_runs.inc"

#include <aie_api/aie.hpp>
#include <string_view>

// Compiled by Peano for the cores, and against the tests' stub of the AIE API; no part of the host's build.

namespace tilescribe::npu::dispatcher {
namespace {

/// AIE2 has no block floats: the kernels for them are not even linked there, and no program calls them.
constexpr bool is_there(std::string_view kernel) {
#if defined(TILESCRIBE_NPU_WITHOUT_BFP16)
    return kernel.find("bfp16") == std::string_view::npos;
#else
    return !kernel.empty();
#endif
}

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
#define TILESCRIBE_CALL(NAME)                                                                 \
    case number_of_##NAME:                                                                    \
        if constexpr (is_there(#NAME)) TILESCRIBE_NPU_LEVEL::run_##NAME(buffers, parameters); \
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

extern "C" void tilescribe_core(std::int32_t* memory) {
    using namespace tilescribe::npu::dispatcher;
    AieCore core;
    for (;;) {
        AieCore::acquire(start_lock);
        run_list(reinterpret_cast<std::byte*>(memory), core);
    }
}
