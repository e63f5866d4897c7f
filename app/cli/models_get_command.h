// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/exit_codes.h"

#include <string>
#include <vector>

namespace tilescribe {

class StatusLine;

/// Downloads published models into the first folder where models are looked for; goes on where an earlier try ended. Prints each
/// file's path. Stops at the first that fails. Throws OutputLost.
[[nodiscard]] ExitCode run_models_get(const std::vector<std::string>& names, StatusLine& line);

}  // namespace tilescribe
