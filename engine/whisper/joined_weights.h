// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/weight_matrix.h"

#include <cstddef>
#include <initializer_list>
#include <vector>

namespace tilescribe {

/// Linear layers that read the same input as one layer, their outputs side by side: a backend computes that in one go. Owns its
/// copy of the weights.
class JoinedWeights {
public:
    /// All with as many columns. Matrices of different types become f32. Throws ShapeError where the layers cannot be joined.
    explicit JoinedWeights(std::initializer_list<const LinearWeights*> layers);

    /// [sum of n_out, n_in]; a layer without a bias has zeros there. Valid as long as this object.
    [[nodiscard]] LinearWeights weights() const noexcept { return {{type_, rows_, cols_, bytes_}, bias_}; }

private:
    ElementType type_;
    std::int64_t rows_ = 0;
    std::int64_t cols_;
    std::vector<std::byte> bytes_;
    std::vector<float> bias_;
};

}  // namespace tilescribe
