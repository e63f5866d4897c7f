// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/model_io/model_locator.h"
#include "engine/whisper/whisper_model.h"

#include <memory>
#include <string>

namespace tilescribe {

/// The user's model folders and the program's own.
[[nodiscard]] ModelSearchPath model_search_path();

/// Finds and reads the model, and packs its weights for the backend; says on the log what works on what, and what the built-in
/// model cannot do. Throws ModelFileError and BackendUnavailable.
[[nodiscard]] std::unique_ptr<WhisperModel> load_model(const std::string& name_or_path, const std::string& backend, int threads);

}  // namespace tilescribe
