// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulated_array_runner.h"
#include "tests/kernels/npu/shim/shim_fault.h"
#include "tests/kernels/npu/shim/xrt_shim.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before main()
    return value != nullptr ? value : "";
}

/// For whole programs: LD_PRELOAD=tilescribe_xrt_shim.so lets their XRT see an emulated array. TILESCRIBE_SHIM_DEVICE=npu1|npu4,
/// TILESCRIBE_SHIM_FAULT: what parse_shim_fault() takes, several with ';' between them.
__attribute__((constructor)) void install() noexcept {
    using namespace tilescribe;
    try {
        testing::EmulatedXrtDevice& device = testing::emulated_xrt_device();
        const bool is_npu4 = environment("TILESCRIBE_SHIM_DEVICE") == "npu4";
        device.set_runner(testing::emulated_array_runner(is_npu4 ? npu::ArrayGeneration::npu4 : npu::ArrayGeneration::npu1));
        for (std::string_view rest = environment("TILESCRIBE_SHIM_FAULT"); !rest.empty();) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const auto fault = testing::parse_shim_fault(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (!fault) {
                std::fputs("TILESCRIBE_SHIM_FAULT makes no sense\n", stderr);
                std::_Exit(2);
            }
            device.inject(*fault);
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "The emulated XRT device is not there: %s\n", error.what());
        std::_Exit(2);
    }
}

}  // namespace
