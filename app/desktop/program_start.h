// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tilescribe {

/// The desktop program from its arguments to its exit code. --help and --version need no display.
int startProgram(int argc, char** argv);

}  // namespace tilescribe
