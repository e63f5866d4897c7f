// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"
#include "kernels/kernel_backend.h"

#include <cstdint>
#include <vector>

namespace tilescribe {

/// The decoder's self-attention keys and values of one token sequence: per layer [n_text_ctx, d], of which `n_past` rows are
/// filled.
class KvCache {
public:
    KvCache(const WhisperConfig& config, KernelBackend& backend) {
        for (std::int64_t i = 0; i < config.n_text_layer; ++i)
            layers_.push_back({backend.allocate(config.n_text_ctx, config.n_text_state),
                               backend.allocate(config.n_text_ctx, config.n_text_state)});
    }

    [[nodiscard]] std::int64_t n_past() const noexcept { return n_past_; }
    [[nodiscard]] std::int64_t capacity() const noexcept { return layers_.empty() ? 0 : layers_.front().keys.view.rows; }
    [[nodiscard]] TensorView keys(std::size_t layer) const noexcept { return layers_[layer].keys.view; }
    [[nodiscard]] TensorView values(std::size_t layer) const noexcept { return layers_[layer].values.view; }

    void advance(std::int64_t n_new) noexcept { n_past_ += n_new; }
    void clear() noexcept { n_past_ = 0; }

private:
    struct Layer {
        Tensor keys, values;
    };
    std::vector<Layer> layers_;
    std::int64_t n_past_ = 0;
};

}  // namespace tilescribe
