// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"
#include "engine/whisper/whisper_weights.h"
#include "kernels/kernel_backend.h"

#include <memory>
#include <vector>

namespace tilescribe {

/// The decoder's cross-attention keys and values of one window, per decoder layer [n_audio_ctx, d], readable on the host.
struct CrossKeyValues {
    struct Layer {
        TensorView keys, values;
    };
    std::vector<Layer> layers;
};

/// Computes them from the encoder's output, once per window, on the encoder's backend: the encoder's tail.
class CrossKeyValueProjection {
public:
    /// The backend must outlive the projection.
    CrossKeyValueProjection(const WhisperConfig& config, const WhisperWeights& weights, KernelBackend& backend);

    /// encoder_output [n_audio_ctx, d] on the same backend. The result stays valid until the next call.
    const CrossKeyValues& project(TensorView encoder_output);

private:
    struct Layer {
        std::unique_ptr<PreparedLinear> key, value;
        Tensor keys, values;
    };
    KernelBackend& backend_;
    std::vector<Layer> layers_;
    CrossKeyValues result_;
    std::vector<TensorView> views_;  ///< all of them, for one download
};

}  // namespace tilescribe
