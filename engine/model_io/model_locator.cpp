// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/model_locator.h"

#include "engine/model_io/ggml_reader.h"
#include "engine/model_io/huggingface_folder.h"
#include "engine/model_io/model_file_error.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

namespace tilescribe {
namespace {

constexpr std::string_view built_in_file = "pico.en-q8_0.bin";

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): the header says when to call
    return value != nullptr ? value : "";
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) noexcept {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string_view without_suffix(std::string_view text, std::string_view suffix) noexcept {
    return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

/// "ggml-base.en.bin", "base.en.bin" and "whisper-base.en" -> "base.en".
std::string model_name(std::string_view file_name) {
    return std::string(without_suffix(without_prefix(without_prefix(file_name, "ggml-"), "whisper-"), ".bin"));
}

/// openai/whisper's short names.
std::string_view full_name(std::string_view name) noexcept {
    if (name == "large") return "large-v3";
    if (name == "turbo") return "large-v3-turbo";
    return name;
}

/// A .bin file that begins as a Whisper ggml file does (other programs' .bin files and Silero's do not).
bool is_ggml_model(const std::filesystem::path& path) {
    std::error_code ignored;
    if (path.extension() != ".bin" || !is_regular_file(path, ignored)) return false;
    std::array<char, 14> begin = {};
    std::ifstream in(path, std::ios::binary);
    in.read(begin.data(), begin.size());
    return in && has_ggml_magic(std::as_bytes(std::span(begin))) && std::memcmp(begin.data() + 8, "silero", 6) != 0;
}

bool is_model(const std::filesystem::path& path) {
    return is_ggml_model(path) || is_huggingface_folder(path);
}

std::vector<FoundModel> models_in(const std::filesystem::path& folder) {
    std::vector<FoundModel> models;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (is_model(entry->path())) models.push_back({model_name(entry->path().filename().string()), entry->path(), false});
    std::ranges::sort(models, {}, [](const FoundModel& model) { return std::pair(model.name, model.path); });
    return models;
}

bool has_name(const std::vector<FoundModel>& models, std::string_view name) {
    return std::ranges::find(models, name, &FoundModel::name) != models.end();
}

std::string quoted_list(const std::vector<std::filesystem::path>& folders) {
    std::string text;
    for (const auto& folder : folders) text += (text.empty() ? "" : ", ") + folder.string();
    return text;
}

ModelFileError not_found(const std::string& name_or_path, const ModelSearchPath& search) {
    const std::string shown = printable(name_or_path);
    auto folders = search.folders;
    if (!search.resources.empty()) folders.push_back(search.resources);
    std::string text = "There is no model '" + shown + "': no file or folder has that path, and no model of that name lies in " +
                       (folders.empty() ? "any folder, because none is searched" : quoted_list(folders)) +
                       ". Whisper models can be had from https://huggingface.co/ggerganov/whisper.cpp (ggml-<model>.bin) and " +
                       "https://huggingface.co/openai (whisper-<model>).";
    if (!search.folders.empty()) text += " Put the file into " + search.models_folder().string() + " or give its path.";
    return ModelFileError(text);
}

}  // namespace

ModelSearchPath ModelSearchPath::from_environment(std::filesystem::path resources) {
    ModelSearchPath search;
    search.resources = std::move(resources);
    std::filesystem::path home = environment("XDG_DATA_HOME");
    if (!home.is_absolute()) home = std::filesystem::path(environment("HOME")) / ".local/share";  // the XDG rule for relative ones
    search.folders.push_back(home / "tilescribe/models");
    const std::string list = environment("TILESCRIBE_MODEL_PATH");
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(':', begin), list.size());
        if (end > begin) search.folders.emplace_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return search;
}

std::vector<FoundModel> find_models(const ModelSearchPath& search) {
    std::vector<FoundModel> all;
    for (const auto& folder : search.folders)
        for (FoundModel& model : models_in(folder))
            if (!has_name(all, model.name)) all.push_back(std::move(model));
    if (search.resources.empty()) return all;
    for (FoundModel& model : models_in(search.resources)) {
        model.is_built_in = model.path.filename() == built_in_file;
        if (model.is_built_in) model.name = built_in_model_name;
        if (!has_name(all, model.name)) all.push_back(std::move(model));
    }
    return all;
}

std::filesystem::path locate_model(const std::string& name_or_path, const ModelSearchPath& search) {
    if (name_or_path == built_in_model_name && !search.resources.empty()) {
        const auto path = search.resources / built_in_file;
        std::error_code error;
        if (!exists(path, error)) throw ModelFileError(path, "the built-in model is missing; the installation is incomplete");
        return path;
    }
    // Names carry no slash. A file in the working directory counts whatever it is, a folder only if it is a model: "base" may be
    // both.
    std::error_code error;
    const auto status = std::filesystem::status(name_or_path, error);
    const bool is_name = name_or_path.find('/') == std::string::npos;
    if (exists(status) && (!is_name || !is_directory(status) || is_huggingface_folder(name_or_path))) return name_or_path;
    if (is_name && !name_or_path.empty()) {
        const std::string wanted(full_name(model_name(name_or_path)));
        for (const FoundModel& model : find_models(search))
            if (model.name == wanted || (model.is_built_in && model_name(model.path.filename().string()) == wanted))
                return model.path;
    }
    throw not_found(name_or_path, search);
}

}  // namespace tilescribe
