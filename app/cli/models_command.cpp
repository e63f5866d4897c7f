// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models_command.h"

#include "app/cli/loaded_model.h"
#include "app/cli/standard_output.h"
#include "app/cli/terminal_text.h"
#include "engine/model_io/checkpoint.h"
#include "engine/transcript/text_repair.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>

namespace tilescribe {
namespace {

struct ListedModel {
    FoundModel found;
    std::optional<CheckpointSummary> summary;
    ModelDefaults defaults;
    std::string problem;  ///< why it cannot be read
};

ListedModel listed(FoundModel found) {
    ListedModel model{.found = std::move(found), .summary = {}, .defaults = {}, .problem = {}};
    try {
        model.summary = summarise_checkpoint(model.found.path);
        model.defaults = read_model_defaults(model.found.path);
    } catch (const ModelFileError& error) {
        model.problem = error.what();
    }
    return model;
}

std::string languages_of(const WhisperConfig& config) {
    return config.is_multilingual() ? std::to_string(config.n_languages()) + " languages" : "English";
}

nlohmann::ordered_json json_of(const ListedModel& model) {
    nlohmann::ordered_json json = {{"name", valid_utf8(model.found.name)},
                                   {"path", valid_utf8(model.found.path.string())},
                                   {"built_in", model.found.is_built_in}};
    if (!model.problem.empty()) json["error"] = valid_utf8(model.problem);
    if (!model.summary) return json;
    json["format"] = model.summary->format;
    json["bytes"] = model.summary->bytes;
    json["multilingual"] = model.summary->config.is_multilingual();
    json["width"] = model.summary->config.n_audio_state;
    json["encoder_layers"] = model.summary->config.n_audio_layer;
    json["decoder_layers"] = model.summary->config.n_text_layer;
    json["mel_bands"] = model.summary->config.n_mels;
    json["description"] = valid_utf8(model.defaults.description);
    return json;
}

std::string text_of(const ListedModel& model, std::size_t name_width) {
    std::string text = fmt::format("{:{}}  ", terminal_text(model.found.name), name_width);
    if (model.summary)
        text += fmt::format("{:7.1f} MiB  {:16}  {:14}  ", static_cast<double>(model.summary->bytes) / (1 << 20),
                            model.summary->format, languages_of(model.summary->config));
    text += terminal_text(model.found.path.string()) + "\n";
    if (!model.problem.empty()) text += "    cannot be read: " + terminal_text(model.problem) + "\n";
    if (!model.defaults.description.empty()) text += "    " + terminal_text(model.defaults.description) + "\n";
    return text;
}

std::string as_text(const std::vector<ListedModel>& models, const ModelSearchPath& search) {
    std::size_t width = 0;
    for (const ListedModel& model : models) width = std::max(width, model.found.name.size());
    std::string text;
    for (const ListedModel& model : models) text += text_of(model, width);
    text += "\nLooked in:\n";
    for (const auto& folder : search.folders) text += "    " + terminal_text(folder.string()) + "\n";
    text += "    " + terminal_text(search.resources.string()) + "\n";
    return text +
           "Whisper models: https://huggingface.co/ggerganov/whisper.cpp (ggml-<model>.bin) and https://huggingface.co/openai\n"
           "(whisper-<model>, a folder). Put them into the first folder, or give --model their path;\n"
           "tilescribe-cli models get NAME fetches one.\n";
}

std::string as_json_text(const std::vector<ListedModel>& models, const ModelSearchPath& search) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ListedModel& model : models) list.push_back(json_of(model));
    nlohmann::ordered_json folders = nlohmann::ordered_json::array();
    for (const auto& folder : search.folders) folders.push_back(valid_utf8(folder.string()));
    folders.push_back(valid_utf8(search.resources.string()));
    nlohmann::ordered_json json = {{"models", list}, {"folders", folders}};
    return json.dump(2) + "\n";
}

}  // namespace

ExitCode run_models(bool as_json) {
    const ModelSearchPath search = model_search_path();
    std::vector<ListedModel> models;
    for (FoundModel& found : find_models(search)) models.push_back(listed(std::move(found)));
    write_standard_output(as_json ? as_json_text(models, search) : as_text(models, search));
    return ExitCode::ok;
}

}  // namespace tilescribe
