// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"
#include "engine/whisper/whisper_weights.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe {

/// A model that cannot be read; what() names the file and says what is wrong with it.
class ModelFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Defaults that may lie beside a model file as NAME.json (model.bin -> model.json).
struct ModelDefaults {
    std::optional<bool> condition_on_previous_text;
    std::string description;  ///< for people: what the model is good for; may be empty
};

/// A model file read and checked: everything that is needed to build the network. Holds the mapped files; the weights are views
/// into them, so it is released once a backend has packed them.
struct WhisperCheckpoint {
    std::filesystem::path path;
    std::string name;    ///< for people: the file's or folder's name without its ending
    std::string format;  ///< "ggml q8_0", "safetensors f16"
    WhisperConfig config;
    WhisperWeights weights;
    std::vector<std::string> vocabulary;  ///< bytes of each token below eot; empty strings for pruned slots
    std::vector<std::pair<int, int>> alignment_heads;  ///< (layer, head); empty: unknown
    ModelDefaults defaults;
    std::shared_ptr<const void> memory;  ///< keeps the views alive: mapped files and converted small tensors
};

/// Reads a ggml .bin file or a Hugging Face folder (or its model.safetensors / config.json). Throws ModelFileError.
[[nodiscard]] std::shared_ptr<const WhisperCheckpoint> read_checkpoint(const std::filesystem::path& path);

/// The header only: what the models list shows. Throws ModelFileError.
struct CheckpointSummary {
    std::string format;
    WhisperConfig config;
    std::uintmax_t bytes = 0;
};
[[nodiscard]] CheckpointSummary summarise_checkpoint(const std::filesystem::path& path);

}  // namespace tilescribe
