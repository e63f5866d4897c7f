// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tilescribe::testing {

/// How a matrix lies in its backend's memory: columns before and behind it, which misalign it and stretch its stride.
struct Frame {
    std::int64_t left = 0;
    std::int64_t right = 0;
};

inline constexpr Frame frames[] = {{0, 0}, {1, 0}, {3, 2}, {64, 16}};

/// A matrix in a backend's memory inside a frame (also of a row above and below) of NaNs with a mark: who reads it spoils its
/// result, who writes it is found out.
class FramedMatrix {
public:
    FramedMatrix(KernelBackend& backend, std::int64_t rows, std::int64_t cols, Frame frame, std::span<const float> values);

    [[nodiscard]] TensorView view() const;
    /// The matrix, its rows packed, as it is on the device now.
    [[nodiscard]] std::vector<float> values() const;
    /// Call after values().
    [[nodiscard]] bool frame_is_intact() const;

private:
    KernelBackend* backend_;
    std::int64_t rows_, cols_;
    Frame frame_;
    Tensor tensor_;  ///< [1 + rows + 1, left + cols + right]
};

}  // namespace tilescribe::testing
