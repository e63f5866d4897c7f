// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tilescribe {

/// What the program's exit status says; documented in its manual page.
enum class ExitCode : int {
    ok = 0,
    some_file_failed = 1,  ///< at least one file could not be read or its output not be written; the others are done
    usage = 2,
    model_or_backend = 3,  ///< the model cannot be read or had, or the backend cannot run here
    output_lost = 4,       ///< standard output was closed or full, or the output folder cannot be made
    interrupted = 130,     ///< Ctrl-C, SIGTERM or SIGHUP; what was finished has been written
};

}  // namespace tilescribe
