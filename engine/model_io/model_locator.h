// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tilescribe {

/// The name by which the model that comes with the program is asked for.
inline constexpr std::string_view built_in_model_name = "built-in";

/// Where models are looked for, in order.
struct ModelSearchPath {
    std::vector<std::filesystem::path> folders;  ///< the user's; need not exist
    std::filesystem::path resources;             ///< the program's own resources/models; empty: none

    /// $XDG_DATA_HOME/tilescribe/models (by default ~/.local/share/tilescribe/models), then the folders of $TILESCRIBE_MODEL_PATH
    /// (separated by colons). Reads the environment: call it before other threads change that.
    [[nodiscard]] static ModelSearchPath from_environment(std::filesystem::path resources);

    /// The folder where downloaded and imported models belong: the first one.
    [[nodiscard]] const std::filesystem::path& models_folder() const { return folders.front(); }
};

/// A file or folder that looks like a model; whether it can be read is for summarise_checkpoint to say.
struct FoundModel {
    std::string name;  ///< what locate_model takes: "base.en" for ggml-base.en.bin, "built-in" for the program's own
    std::filesystem::path path;
    bool is_built_in = false;
};

/// Everything found, in search order and by name within a folder; a name that an earlier folder has already is left out. Folders
/// that cannot be read count as empty.
[[nodiscard]] std::vector<FoundModel> find_models(const ModelSearchPath& search);

/// The model that the user means: a path that exists, "built-in", or the name of a found model ("base", "ggml-base.bin",
/// "whisper-base"; "large" and "turbo" as openai/whisper understands them). Throws ModelFileError with a sentence that says where
/// it looked and where models come from.
[[nodiscard]] std::filesystem::path locate_model(const std::string& name_or_path, const ModelSearchPath& search);

}  // namespace tilescribe
