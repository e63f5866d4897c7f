// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"
#include "kernels/element_type.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe::testing {

using Bytes = std::vector<std::byte>;

/// One head of width 64, one layer each side, English vocabulary: about the smallest network that the readers accept.
[[nodiscard]] WhisperConfig small_config();

/// A tensor of the network under both names, the outermost dimension first.
struct NetworkTensor {
    std::string openai_name;
    std::string hugging_face_name;
    std::vector<std::int64_t> shape;
    [[nodiscard]] std::int64_t elements() const;
};
[[nodiscard]] std::vector<NetworkTensor> network_tensors(const WhisperConfig& config);

/// Element i of the tensor of this (OpenAI) name: k / 64 with |k| <= 127, so that f32, f16, bf16 and q8_0 hold it exactly.
[[nodiscard]] float test_value(std::string_view openai_name, std::int64_t i);
/// f32, f16, bf16 or q8_0.
[[nodiscard]] Bytes encode_test_values(const NetworkTensor& tensor, ElementType type);

/// A ggml file whose every field can be made wrong before it is written.
struct GgmlTensor {
    std::optional<std::int32_t> n_dims;       ///< otherwise dims.size()
    std::optional<std::int32_t> name_length;  ///< otherwise name.size()
    std::int32_t type = 0;
    std::vector<std::int32_t> dims;  ///< as in the file: the innermost first
    std::string name;
    Bytes data;
};
struct GgmlFile {
    std::uint32_t magic = 0x67676d6c;
    std::array<std::int32_t, 11> header = {};  ///< n_vocab, audio ctx, state, head, layer, text the same, n_mels, ftype
    std::array<std::int32_t, 2> filter_shape = {};
    Bytes filters;
    std::optional<std::int32_t> vocabulary_count;  ///< otherwise vocabulary.size()
    std::vector<std::string> vocabulary;
    std::vector<GgmlTensor> tensors;

    [[nodiscard]] GgmlTensor& tensor(std::string_view name);
    /// `section_ends`: if given, receives the offsets at which a part of the file ends.
    [[nodiscard]] Bytes bytes(std::vector<std::size_t>* section_ends = nullptr) const;
};
/// A valid file of small_config() with its matrices in f32, f16 or q8_0.
[[nodiscard]] GgmlFile small_ggml_file(ElementType matrices);

struct SafetensorsFile {
    nlohmann::json header = nlohmann::json::object();
    Bytes data;

    /// type: f32, f16 or bf16.
    void add(const NetworkTensor& tensor, ElementType type);
    [[nodiscard]] Bytes bytes() const;
};

/// A valid config.json of `config`.
[[nodiscard]] nlohmann::json huggingface_config(const WhisperConfig& config);

[[nodiscard]] Bytes bytes_of(std::string_view text);
void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace tilescribe::testing
