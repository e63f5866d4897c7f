// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/cross_key_values.h"
#include "kernels/tensor_view.h"

#include <vector>

namespace tilescribe::testing {

/// A view without gaps between its rows.
inline std::vector<float> values_of(const TensorView& view) {
    return {view.data, view.data + view.rows * view.cols};
}

/// Keys and values, layer after layer.
inline std::vector<float> values_of(const CrossKeyValues& cross) {
    std::vector<float> all;
    for (const auto& layer : cross.layers)
        for (const TensorView& view : {layer.keys, layer.values})
            all.insert(all.end(), view.data, view.data + view.rows * view.cols);
    return all;
}

}  // namespace tilescribe::testing
