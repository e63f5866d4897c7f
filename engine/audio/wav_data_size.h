// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/local_file.h"

#include <cstdint>
#include <optional>

namespace tilescribe {

/// How many bytes of samples the header of a WAV or RF64 file declares, whether they are there or not (FFmpeg forgets the figure
/// where they are not). Nothing for other files, and for sizes that mean "not known yet": 0, or about 2^31 and more, as programs
/// that write into a pipe put them.
std::optional<std::int64_t> declared_wav_data_size(const LocalFile& file);

}  // namespace tilescribe
