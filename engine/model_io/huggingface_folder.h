// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace tilescribe {

/// What the small files of a Hugging Face Whisper folder say. All throw ModelFileError, naming the file.

/// config.json, checked.
[[nodiscard]] WhisperConfig read_huggingface_config(const std::filesystem::path& folder);

/// alignment_heads of generation_config.json: (layer, head); nothing where the file or the member is absent.
[[nodiscard]] std::optional<std::vector<std::pair<int, int>>> read_alignment_heads(const std::filesystem::path& folder,
                                                                                   const WhisperConfig& config);

/// The files that hold the weights: model.safetensors, or the shards that model.safetensors.index.json lists. Shards lie in the
/// folder itself; a name that leads elsewhere is refused.
[[nodiscard]] std::vector<std::filesystem::path> huggingface_weight_files(const std::filesystem::path& folder);

/// Whether the folder looks like a model: what read_checkpoint would try to read.
[[nodiscard]] bool is_huggingface_folder(const std::filesystem::path& folder);

}  // namespace tilescribe
