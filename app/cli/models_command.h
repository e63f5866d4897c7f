// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/exit_codes.h"

namespace tilescribe {

/// Prints every model that is found, where, and what it is; what cannot be read is listed with the reason. Throws OutputLost.
[[nodiscard]] ExitCode run_models(bool as_json);

}  // namespace tilescribe
