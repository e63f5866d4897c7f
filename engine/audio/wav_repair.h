// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>

namespace tilescribe {

struct WavRepair {
    std::int64_t samples = 0;  ///< in the file, afterwards
    bool changed = false;      ///< the header was behind the file (the program was killed) and has been set right
};

/// Makes a recording of WavRecorder that was cut off (kill -9, power cut) whole again: the sizes in its header come from the file's
/// length. Safe to call on one that is whole. Throws RecordingError: no such file, not a recording of ours, cannot be written.
WavRepair repair_wav(const std::filesystem::path& path);

}  // namespace tilescribe
