// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/checkpoint.h"

#include "engine/model_io/alignment_heads.h"
#include "engine/model_io/ggml_reader.h"
#include "engine/model_io/huggingface_folder.h"
#include "engine/model_io/huggingface_vocabulary.h"
#include "engine/model_io/mapped_file.h"
#include "engine/model_io/network_weights.h"
#include "engine/model_io/safetensors_reader.h"

#include <system_error>

namespace tilescribe {
namespace {

struct CheckpointMemory final : CheckpointStorage {
    std::vector<std::unique_ptr<MappedFile>> files;
    FloatStore floats;

    std::span<const std::byte> map(const std::filesystem::path& path) {
        return files.emplace_back(std::make_unique<MappedFile>(path))->bytes();
    }
    void release_pages() const noexcept override {
        for (const auto& file : files) file->release_pages();
    }
};

/// The folder that `path` stands for, or an empty path for a ggml file.
std::filesystem::path folder_of(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!exists(status)) throw ModelFileError(path, "does not exist");
    if (is_directory(status)) return path;
    if (path.extension() != ".safetensors" && path.extension() != ".json") return {};
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

std::string folder_name(const std::filesystem::path& folder) {
    std::error_code error;
    auto whole = std::filesystem::weakly_canonical(folder, error);
    if (error) whole = folder;
    return whole.filename().string();
}

TensorTable map_safetensors(const std::filesystem::path& folder, CheckpointMemory& memory) {
    TensorTable tensors(folder);
    for (const auto& file : huggingface_weight_files(folder)) parse_safetensors(memory.map(file), file, tensors);
    return tensors;
}

std::string safetensors_format(const TensorTable& tensors) {
    const StoredTensor* embedding = tensors.find(token_embedding_name(TensorNaming::hugging_face));
    return embedding == nullptr ? "safetensors" : "safetensors " + std::string(name_of(embedding->type));
}

void read_ggml_file(WhisperCheckpoint& checkpoint, CheckpointMemory& memory) {
    GgmlContents contents = parse_ggml(memory.map(checkpoint.path), checkpoint.path);
    checkpoint.name = checkpoint.path.stem().string();
    checkpoint.format = contents.header.format;
    checkpoint.config = contents.header.config;
    checkpoint.vocabulary = std::move(contents.vocabulary);
    checkpoint.weights = collect_weights(checkpoint.config, contents.tensors, TensorNaming::openai, memory.floats);
    checkpoint.alignment_heads = known_alignment_heads(checkpoint.config);
    checkpoint.defaults = read_model_defaults(checkpoint.path);
}

void read_huggingface_folder(const std::filesystem::path& folder, WhisperCheckpoint& checkpoint, CheckpointMemory& memory) {
    checkpoint.name = folder_name(folder);
    checkpoint.config = read_huggingface_config(folder);
    TensorTable tensors = map_safetensors(folder, memory);
    checkpoint.format = safetensors_format(tensors);
    if (tensors.find("proj_out.weight") != nullptr) (void)tensors.take("proj_out.weight");  // the token embedding once more
    checkpoint.weights = collect_weights(checkpoint.config, tensors, TensorNaming::hugging_face, memory.floats);
    checkpoint.vocabulary = read_huggingface_vocabulary(folder, checkpoint.config.is_multilingual() ? 50257 : 50256);
    checkpoint.alignment_heads = read_alignment_heads(folder, checkpoint.config).value_or(known_alignment_heads(checkpoint.config));
    checkpoint.defaults = read_model_defaults(folder);
}

}  // namespace

std::shared_ptr<const WhisperCheckpoint> read_checkpoint(const std::filesystem::path& path) {
    try {
        auto memory = std::make_shared<CheckpointMemory>();
        auto checkpoint = std::make_shared<WhisperCheckpoint>();
        checkpoint->path = path;
        if (const auto folder = folder_of(path); folder.empty()) {
            read_ggml_file(*checkpoint, *memory);
        } else {
            read_huggingface_folder(folder, *checkpoint, *memory);
        }
        checkpoint->memory = std::move(memory);
        return checkpoint;
    } catch (const std::filesystem::filesystem_error& error) {
        throw ModelFileError(path, "cannot be read: " + error.code().message());
    }
}

CheckpointSummary summarise_checkpoint(const std::filesystem::path& path) {
    try {
        CheckpointMemory memory;
        CheckpointSummary summary;
        if (const auto folder = folder_of(path); folder.empty()) {
            const auto bytes = memory.map(path);
            const GgmlHeader header = parse_ggml_header(bytes, path);
            summary = {header.format, header.config, bytes.size()};
        } else {
            summary.config = read_huggingface_config(folder);
            summary.format = safetensors_format(map_safetensors(folder, memory));
            for (const auto& file : memory.files) summary.bytes += file->bytes().size();
        }
        return summary;
    } catch (const std::filesystem::filesystem_error& error) {
        throw ModelFileError(path, "cannot be read: " + error.code().message());
    }
}

}  // namespace tilescribe
