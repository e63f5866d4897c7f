// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace tilescribe {

/// Defaults that may lie beside a model as NAME.json: model.bin -> model.json, the folder model -> model.json beside it.
///   {"condition_on_previous_text": false, "description": "..."}
struct ModelDefaults {
    std::optional<bool> condition_on_previous_text;
    std::string description;  ///< for people: what the model is good for; may be empty
};

/// Empty defaults where there is no such file; throws ModelFileError where it says something else than it should.
[[nodiscard]] ModelDefaults read_model_defaults(const std::filesystem::path& model);

}  // namespace tilescribe
