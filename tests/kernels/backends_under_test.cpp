// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/backends_under_test.h"

#include "kernels/backend_registry.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/cpu_isa.h"

namespace tilescribe::testing {
namespace {

BackendUnderTest from_registry(const std::string& wish) {
    return {wish, [wish] { return BackendRegistry::with_built_in_backends().create(wish, {}); }};
}

BackendUnderTest without_onednn(CpuIsa isa) {
    return {"cpu:" + std::string(name_of(isa)) + " without oneDNN",
            [isa] { return std::make_unique<CpuBackend>(CpuBackendOptions{.threads = 2, .isa = isa, .allow_onednn = false}); }};
}

}  // namespace

std::vector<BackendUnderTest> backends_under_test() {
    std::vector<BackendUnderTest> backends;
    const BackendRegistry registry = BackendRegistry::with_built_in_backends();
    for (const BackendEntry& entry : registry.entries()) {
        // An NPU computes in 16 or 8 bits: tests/kernels/npu has its own bounds for it.
        if (!entry.is_available || entry.name.starts_with("npu")) continue;
        if (entry.variants.empty()) backends.push_back(from_registry(entry.name));
        for (const std::string& variant : entry.variants) backends.push_back(from_registry(entry.name + ":" + variant));
    }
    for (const CpuIsa isa : available_isa_levels()) backends.push_back(without_onednn(isa));
    return backends;
}

}  // namespace tilescribe::testing
