// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/model_defaults.h"

#include "engine/model_io/json_file.h"
#include "engine/model_io/model_file_error.h"

namespace tilescribe {
namespace {

constexpr std::size_t largest_file = 1U << 20;

/// A folder's name may have dots of its own ("whisper-base.en"), so nothing is cut from it.
std::filesystem::path defaults_file(const std::filesystem::path& model) {
    std::filesystem::path file = model.has_filename() ? model : model.parent_path();
    if (is_directory(file)) return file += ".json";
    return file.replace_extension(".json");
}

}  // namespace

ModelDefaults read_model_defaults(const std::filesystem::path& model) {
    const auto file = defaults_file(model);
    if (!is_regular_file(file)) return {};
    const nlohmann::json json = read_json_object(file, largest_file);
    ModelDefaults defaults;
    if (const auto found = json.find("condition_on_previous_text"); found != json.end()) {
        if (!found->is_boolean()) throw ModelFileError(file, "has a condition_on_previous_text that is neither true nor false");
        defaults.condition_on_previous_text = found->get<bool>();
    }
    if (const auto found = json.find("description"); found != json.end()) {
        if (!found->is_string()) throw ModelFileError(file, "has a description that is no text");
        defaults.description = found->get<std::string>();
    }
    return defaults;
}

}  // namespace tilescribe
