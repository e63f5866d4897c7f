// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"

#include <filesystem>

namespace tilescribe {

/// Throws ModelFileError, naming `file` and the dimension, for what is no Whisper network or one this program cannot run. After it
/// every dimension is small enough to compute with.
void check_config(const WhisperConfig& config, const std::filesystem::path& file);

}  // namespace tilescribe
