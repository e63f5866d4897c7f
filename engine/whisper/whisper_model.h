// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/checkpoint.h"
#include "engine/whisper/cross_key_values.h"
#include "engine/whisper/decoder.h"
#include "engine/whisper/encoder.h"
#include "engine/whisper/tokenizer.h"
#include "kernels/kernel_backend.h"

#include <memory>
#include <span>
#include <string>

namespace tilescribe {

/// A loaded network on its backends: encoder, decoder and tokenizer with their scratch. One run at a time.
class WhisperModel {
public:
    /// Packs the checkpoint's weights; nothing of the checkpoint's memory is needed afterwards. The decoder may live on another
    /// backend than the encoder (an NPU encodes, the CPU decodes); null: the same.
    WhisperModel(const WhisperCheckpoint& checkpoint, std::shared_ptr<KernelBackend> encoder_backend,
                 std::shared_ptr<KernelBackend> decoder_backend = nullptr);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const WhisperConfig& config() const noexcept { return config_; }
    [[nodiscard]] const ModelDefaults& defaults() const noexcept { return defaults_; }
    [[nodiscard]] const Tokenizer& tokenizer() const noexcept { return tokenizer_; }
    [[nodiscard]] KernelBackend& encoder_backend() const noexcept { return *encoder_backend_; }
    [[nodiscard]] KernelBackend& decoder_backend() const noexcept { return *decoder_backend_; }

    /// Where the next window's normalised log-mel [n_mels, 2 * n_audio_ctx] goes.
    [[nodiscard]] std::span<float> mel_input() noexcept { return encoder_.mel_input(); }
    /// Encodes mel_input() and computes the window's cross keys and values, valid until the next call.
    const CrossKeyValues& encode();
    /// The same from sound, where the encoder's backend computes the spectrogram: see Encoder.
    [[nodiscard]] bool takes_sound() const noexcept { return encoder_.takes_sound(); }
    [[nodiscard]] std::span<float> sound_input(std::int64_t n_frames) noexcept { return encoder_.sound_input(n_frames); }
    const CrossKeyValues& encode_sound(std::int64_t n_frames, float maximum);
    /// The encoder's last output [n_audio_ctx, n_audio_state], brought to the host.
    TensorView encoder_output();

    [[nodiscard]] Decoder& decoder() noexcept { return decoder_; }

    /// Gives every op's timing to `sink` from now on (null: to nobody).
    void set_timing_sink(OpTimingSink* sink) noexcept;
    [[nodiscard]] OpTimingSink* timing_sink() const noexcept { return decoder_backend_->timing_sink(); }

private:
    std::string name_;
    WhisperConfig config_;
    ModelDefaults defaults_;
    std::shared_ptr<KernelBackend> encoder_backend_;
    std::shared_ptr<KernelBackend> decoder_backend_;
    Tokenizer tokenizer_;
    Encoder encoder_;
    CrossKeyValueProjection cross_projection_;
    Decoder decoder_;
    TensorView encoder_output_;
};

}  // namespace tilescribe
