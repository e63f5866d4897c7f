// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/huggingface_folder.h"

#include "engine/model_io/config_check.h"
#include "engine/model_io/json_file.h"
#include "engine/model_io/model_file_error.h"

#include <set>

namespace tilescribe {
namespace {

constexpr std::size_t largest_config = 4U << 20;
constexpr std::size_t largest_index = 16U << 20;
constexpr std::size_t most_shards = 1000;

void require_equal(const nlohmann::json& config, const std::string& name, std::int64_t expected,
                   const std::filesystem::path& file) {
    if (!config.contains(name)) return;
    if (const std::int64_t value = integer_member(config, name, file); value != expected)
        throw ModelFileError(file, "has " + name + " = " + std::to_string(value) + ", but a Whisper network of this width has " +
                                       std::to_string(expected));
}

bool is_plain_file_name(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\0') == std::string::npos;
}

std::set<std::string> shard_names(const std::filesystem::path& index_file) {
    const nlohmann::json index = read_json_object(index_file, largest_index);
    const auto map = index.find("weight_map");
    if (map == index.end() || !map->is_object() || map->empty()) throw ModelFileError(index_file, "lists no files (weight_map)");
    std::set<std::string> names;
    for (const auto& [tensor, shard] : map->items()) {
        const std::string name = shard.is_string() ? shard.get<std::string>() : "";
        if (!is_plain_file_name(name))
            throw ModelFileError(index_file, "names '" + printable(name) + "' as the file of '" + printable(tensor) +
                                                 "'; only names of files in the same folder are read");
        names.insert(name);
        if (names.size() > most_shards)
            throw ModelFileError(index_file, "lists more than " + std::to_string(most_shards) + " files");
    }
    return names;
}

}  // namespace

WhisperConfig read_huggingface_config(const std::filesystem::path& folder) {
    const auto file = folder / "config.json";
    if (!exists(file)) throw ModelFileError(folder, "is not a Hugging Face model folder: it holds no config.json");
    const nlohmann::json json = read_json_object(file, largest_config);
    if (const auto type = json.find("model_type"); type == json.end() || *type != "whisper")
        throw ModelFileError(file, "does not describe a Whisper model (model_type is not 'whisper')");
    const auto member = [&](const char* name) { return integer_member(json, name, file); };
    WhisperConfig config;
    config.n_vocab = member("vocab_size");
    config.n_mels = member("num_mel_bins");
    config.n_audio_ctx = member("max_source_positions");
    config.n_text_ctx = member("max_target_positions");
    config.n_audio_state = member("d_model");
    config.n_text_state = config.n_audio_state;
    config.n_audio_head = member("encoder_attention_heads");
    config.n_text_head = member("decoder_attention_heads");
    config.n_audio_layer = member("encoder_layers");
    config.n_text_layer = member("decoder_layers");
    check_config(config, file);
    require_equal(json, "encoder_ffn_dim", 4 * config.n_audio_state, file);
    require_equal(json, "decoder_ffn_dim", 4 * config.n_text_state, file);
    return config;
}

std::optional<std::vector<std::pair<int, int>>> read_alignment_heads(const std::filesystem::path& folder,
                                                                     const WhisperConfig& config) {
    const auto file = folder / "generation_config.json";
    if (!exists(file)) return std::nullopt;
    const nlohmann::json json = read_json_object(file, largest_config);
    const auto heads = json.find("alignment_heads");
    if (heads == json.end() || heads->is_null()) return std::nullopt;
    std::set<std::pair<std::int64_t, std::int64_t>> pairs;
    const auto number = [&](const nlohmann::json& value, std::int64_t limit) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= static_cast<std::uint64_t>(limit))
            throw ModelFileError(file, "names an alignment head that the network does not have");
        return static_cast<std::int64_t>(value.get<std::uint64_t>());
    };
    if (!heads->is_array()) throw ModelFileError(file, "has alignment_heads that are no list");
    for (const nlohmann::json& pair : *heads) {
        if (!pair.is_array() || pair.size() != 2)
            throw ModelFileError(file, "has alignment_heads that are not pairs of layer and head");
        pairs.emplace(number(pair[0], config.n_text_layer), number(pair[1], config.n_text_head));
    }
    return std::vector<std::pair<int, int>>(pairs.begin(), pairs.end());
}

std::vector<std::filesystem::path> huggingface_weight_files(const std::filesystem::path& folder) {
    const auto single = folder / "model.safetensors";
    const auto index = folder / "model.safetensors.index.json";
    if (exists(single)) return {single};
    if (!exists(index)) {
        const bool has_pickle = exists(folder / "pytorch_model.bin");
        throw ModelFileError(folder,
                             std::string("holds no model.safetensors") +
                                 (has_pickle ? "; its pytorch_model.bin is not read, because reading it could run code" : ""));
    }
    std::vector<std::filesystem::path> files;
    for (const std::string& name : shard_names(index)) {
        if (!exists(folder / name)) throw ModelFileError(folder, "misses the file '" + printable(name) + "' that its index lists");
        files.push_back(folder / name);
    }
    return files;
}

bool is_huggingface_folder(const std::filesystem::path& folder) {
    std::error_code ignored;
    return is_regular_file(folder / "config.json", ignored) && (is_regular_file(folder / "model.safetensors", ignored) ||
                                                                is_regular_file(folder / "model.safetensors.index.json", ignored));
}

}  // namespace tilescribe
