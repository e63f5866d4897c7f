// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulation_xclbin.h"

#include <cstdio>
#include <exception>

/// write_emulation_xclbin FILE: for runs of whole programs on the emulated device.
int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("write_emulation_xclbin FILE\n", stderr);
        return 2;
    }
    try {
        tilescribe::testing::write_emulation_xclbin(arguments[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
