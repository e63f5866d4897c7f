// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/whisper/whisper_config.h"

#include <optional>
#include <string>
#include <vector>

namespace tilescribe {

/// The published networks' sizes, smallest first, for what needs shapes but no weights.
struct WhisperSize {
    std::string name;
    WhisperConfig config;
};
[[nodiscard]] const std::vector<WhisperSize>& whisper_sizes();

/// "base", "turbo"; nothing for any other name.
[[nodiscard]] std::optional<WhisperConfig> config_of_size(const std::string& name);

}  // namespace tilescribe
