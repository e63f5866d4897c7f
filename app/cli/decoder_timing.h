// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"
#include "kernels/kernel_backend.h"

#include <chrono>

namespace tilescribe {

/// How long a decoder of this size takes on `backend` for `n_tokens` tokens of one window, one after the other. Measured on random
/// f16 weights with one layer and with two, and extended to all layers: so a network's weights need not be here, nor fit here.
[[nodiscard]] std::chrono::nanoseconds decoder_time(const WhisperConfig& config, KernelBackend& backend, int n_tokens);

}  // namespace tilescribe
