// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/model_defaults.h"
#include "engine/model_io/model_file_error.h"
#include "engine/whisper/whisper_config.h"
#include "engine/whisper/whisper_weights.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe {

/// What a checkpoint's views point into.
class CheckpointStorage {
public:
    CheckpointStorage() = default;
    CheckpointStorage(const CheckpointStorage&) = delete;
    CheckpointStorage& operator=(const CheckpointStorage&) = delete;
    virtual ~CheckpointStorage() = default;
    /// Gives the pages read so far back to the system; they are read again where they are touched again. Between two parts of a
    /// network that are packed one after the other, this keeps the peak at one part's weights.
    virtual void release_pages() const noexcept = 0;
};

/// A model file read and checked: everything that is needed to build the network. Holds the mapped files; the weights are views
/// into them, so it is released once a backend has packed them.
struct WhisperCheckpoint {
    std::filesystem::path path;
    std::string name;    ///< for people: the file's name without its ending, or the folder's
    std::string format;  ///< "ggml q8_0", "safetensors f16"
    WhisperConfig config;
    WhisperWeights weights;
    std::vector<std::string> vocabulary;               ///< bytes of each token below eot; empty strings for pruned slots
    std::vector<std::pair<int, int>> alignment_heads;  ///< (layer, head); empty: unknown
    ModelDefaults defaults;
    std::shared_ptr<const CheckpointStorage> memory;  ///< keeps the views alive: mapped files and converted small tensors
};

/// Reads a ggml .bin file or a Hugging Face folder (or a .safetensors or .json file in it, which stands for the folder). Throws
/// ModelFileError. Every size is checked before it is used; nothing is allocated beyond a small multiple of what the file holds.
[[nodiscard]] std::shared_ptr<const WhisperCheckpoint> read_checkpoint(const std::filesystem::path& path);

/// The headers only: what the models list shows.
struct CheckpointSummary {
    std::string format;
    WhisperConfig config;
    std::uintmax_t bytes = 0;  ///< of the ggml file, or of all weight files together
};

/// Throws ModelFileError. That it succeeds does not mean that the tensors are complete.
[[nodiscard]] CheckpointSummary summarise_checkpoint(const std::filesystem::path& path);

}  // namespace tilescribe
