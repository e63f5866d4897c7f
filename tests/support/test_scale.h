// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace tilescribe::testing {

/// How many of `full` repetitions to run: the sanitizers' presets set TILESCRIBE_TEST_SCALE to a fraction, because they run 5 to 20
/// times slower. For loops whose length only makes a rare event likelier (random inputs, interleavings); never for what a test is
/// about.
inline std::int64_t scaled_repetitions(std::int64_t full) {
    const char* scale = std::getenv("TILESCRIBE_TEST_SCALE");  // NOLINT(concurrency-mt-unsafe): tests set no environment meanwhile
    const double factor = scale != nullptr ? std::clamp(std::strtod(scale, nullptr), 0.001, 1.0) : 1.0;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(full) * factor));
}

}  // namespace tilescribe::testing
