// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tilescribe::testing {

struct BackendUnderTest {
    std::string name;
    std::function<std::unique_ptr<KernelBackend>()> create;
};

/// Every backend of the registry that can run here, in each of its variants, and the cpu backend's own kernels where oneDNN
/// would otherwise take their place, at each instruction set level.
std::vector<BackendUnderTest> backends_under_test();

}  // namespace tilescribe::testing
