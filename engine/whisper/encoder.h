// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"
#include "engine/whisper/whisper_weights.h"
#include "kernels/kernel_backend.h"

#include <memory>
#include <span>
#include <vector>

namespace tilescribe {

/// Whisper's audio encoder: two convolutions and pre-norm transformer blocks without a mask. Owns its packed weights and scratch.
class Encoder {
public:
    /// The backend must outlive the encoder.
    Encoder(const WhisperConfig& config, const WhisperWeights& weights, KernelBackend& backend);

    /// Where the next window's log-mel spectrogram [n_mels, 2 * n_audio_ctx] goes, on the host.
    [[nodiscard]] std::span<float> mel_input() noexcept;

    /// Encodes what lies in mel_input(). The result [n_audio_ctx, n_audio_state] stays on the backend until the next call;
    /// KernelBackend::download() brings it to the host.
    TensorView encode();

    /// True where the backend computes the spectrogram: the window's sound goes to sound_input() then, and encode_sound() takes the
    /// place of encode().
    [[nodiscard]] bool takes_sound() const noexcept { return sound_.view.data != nullptr; }
    /// Where the sound under the next window's first n_frames frames goes, 200 samples before and behind included:
    /// [n_frames * 160 + 400]. n_frames is at most 2 * n_audio_ctx. Only where takes_sound().
    [[nodiscard]] std::span<float> sound_input(std::int64_t n_frames) noexcept;
    /// Encodes what lies in sound_input(n_frames); `maximum`: the log10 maximum of the whole recording. The frames behind are
    /// zeros, as mel_input()'s are. The sound is all that is uploaded.
    TensorView encode_sound(std::int64_t n_frames, float maximum);

private:
    struct Layer {
        std::unique_ptr<PreparedNorm> attention_norm, mlp_norm;
        std::unique_ptr<PreparedLinear> qkv, out, mlp_up, mlp_down;
    };
    TensorView encode_mel();
    void run_layer(int index, const Layer& layer);

    KernelBackend& backend_;
    int n_head_;
    std::unique_ptr<PreparedConv> conv1_, conv2_;
    std::vector<Layer> layers_;
    std::unique_ptr<PreparedNorm> norm_;
    Tensor sound_;      ///< [1, 2 * n_audio_ctx * 160 + 400], where takes_sound()
    Tensor mel_;        ///< [n_mels, 2 * n_audio_ctx]
    Tensor conv_out_;   ///< [2 * n_audio_ctx, d]
    Tensor positions_;  ///< [n_audio_ctx, d]
    Tensor x_;          ///< [n_audio_ctx, d], the residual stream
    Tensor normed_;     ///< [n_audio_ctx, d]
    Tensor qkv_;        ///< [n_audio_ctx, 3d]: queries, keys, values
    Tensor attended_;   ///< [n_audio_ctx, d]
    Tensor hidden_;     ///< [n_audio_ctx, 4d]
};

}  // namespace tilescribe
