// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/exit_codes.h"

namespace tilescribe {

/// Prints every backend, whether it can run here, on what or why not, and which one `auto` takes. Throws OutputLost.
[[nodiscard]] ExitCode run_devices(bool as_json);

}  // namespace tilescribe
