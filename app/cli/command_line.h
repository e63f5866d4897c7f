// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/exit_codes.h"

namespace tilescribe {

/// The whole program: reads the arguments and runs the command that they name. Once per process; catches everything.
[[nodiscard]] ExitCode run_command_line(int argc, const char* const* argv);

}  // namespace tilescribe
