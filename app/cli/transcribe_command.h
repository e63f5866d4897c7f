// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/exit_codes.h"
#include "app/cli/status_line.h"
#include "app/cli/transcribe_arguments.h"

namespace tilescribe {

/// Transcribes file after file. One that fails is said and does not stop the others.
[[nodiscard]] ExitCode run_transcribe(const TranscribeArguments& arguments, StatusLine& line);

}  // namespace tilescribe
