// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/processor_name.h"

#include <array>
#include <cpuid.h>
#include <cstring>

namespace tilescribe {

std::string processor_name() {
    std::array<unsigned, 12> words{};  // CPUID leaves 0x80000002 .. 4: 48 characters
    for (unsigned leaf = 0; leaf < 3; ++leaf) {
        unsigned* w = words.data() + 4 * leaf;
        if (__get_cpuid(0x80000002U + leaf, &w[0], &w[1], &w[2], &w[3]) == 0) return "x86-64 processor";
    }
    std::array<char, sizeof words + 1> text{};
    std::memcpy(text.data(), words.data(), sizeof words);
    std::string name(text.data());
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    return name.empty() ? "x86-64 processor" : name;
}

}  // namespace tilescribe
