// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/whisper/whisper_model.h"

namespace tilescribe {
namespace {

/// The weights, after the pages read for the part before have been let go.
const WhisperWeights& next_part(const WhisperCheckpoint& checkpoint) {
    if (checkpoint.memory) checkpoint.memory->release_pages();
    return checkpoint.weights;
}

}  // namespace

WhisperModel::WhisperModel(const WhisperCheckpoint& checkpoint, std::shared_ptr<KernelBackend> encoder_backend,
                           std::shared_ptr<KernelBackend> decoder_backend)
    : name_(checkpoint.name),
      config_(checkpoint.config),
      defaults_(checkpoint.defaults),
      encoder_backend_(std::move(encoder_backend)),
      decoder_backend_(decoder_backend ? std::move(decoder_backend) : encoder_backend_),
      tokenizer_(checkpoint.vocabulary, checkpoint.config.n_vocab),
      encoder_(config_, checkpoint.weights, *encoder_backend_),
      cross_projection_(config_, next_part(checkpoint), *encoder_backend_),
      decoder_(config_, next_part(checkpoint), *decoder_backend_) {}

const CrossKeyValues& WhisperModel::encode() {
    encoder_output_ = encoder_.encode();
    return cross_projection_.project(encoder_output_);
}

const CrossKeyValues& WhisperModel::encode_sound(std::int64_t n_frames, float maximum) {
    encoder_output_ = encoder_.encode_sound(n_frames, maximum);
    return cross_projection_.project(encoder_output_);
}

TensorView WhisperModel::encoder_output() {
    encoder_backend_->download({OpKind::transfer}, encoder_output_);
    return encoder_output_;
}

void WhisperModel::set_timing_sink(OpTimingSink* sink) noexcept {
    encoder_backend_->set_timing_sink(sink);
    decoder_backend_->set_timing_sink(sink);
}

}  // namespace tilescribe
