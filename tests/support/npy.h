// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <vector>

namespace tilescribe::testing {

/// A NumPy array of float32 in C order.
struct NpyArray {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// Throws std::runtime_error for anything but little-endian float32 in C order.
NpyArray read_npy(const std::filesystem::path& path);

}  // namespace tilescribe::testing
