// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tilescribe {

/// A published Whisper model in ggml format.
struct CatalogueModel {
    std::string_view name;  ///< "base.en"
    int mebibytes;          ///< about
    std::string_view sha1;  ///< of the file, as whisper.cpp publishes it
    std::string_view note;  ///< for people: what it is good for

    [[nodiscard]] std::string file_name() const { return "ggml-" + std::string(name) + ".bin"; }
};

[[nodiscard]] std::span<const CatalogueModel> model_catalogue() noexcept;
[[nodiscard]] std::optional<CatalogueModel> find_in_catalogue(std::string_view name) noexcept;

/// Where the published files lie; a mirror replaces it (TILESCRIBE_MODEL_MIRROR or the settings).
inline constexpr std::string_view default_model_mirror = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main";

}  // namespace tilescribe
