// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/tensor_table.h"
#include "engine/whisper/whisper_config.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tilescribe {

/// A ggml .bin file as whisper.cpp writes it (layout: "Model files" in the reference, little-endian, unaligned).
struct GgmlHeader {
    WhisperConfig config;  ///< checked
    std::string format;    ///< "ggml q8_0"
};

struct GgmlContents {
    GgmlHeader header;
    std::vector<std::string> vocabulary;  ///< bytes of each token below eot
    TensorTable tensors;                  ///< views of the file's bytes
};

/// Whether the bytes begin like a ggml file.
[[nodiscard]] bool has_ggml_magic(std::span<const std::byte> bytes) noexcept;

/// Both throw ModelFileError, naming `file`, and allocate no more than a small multiple of what the bytes hold.
[[nodiscard]] GgmlHeader parse_ggml_header(std::span<const std::byte> bytes, const std::filesystem::path& file);
[[nodiscard]] GgmlContents parse_ggml(std::span<const std::byte> bytes, const std::filesystem::path& file);

}  // namespace tilescribe
