// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/media_file_source.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tilescribe::testing {

/// All samples from where the source stands, read in blocks of `block`.
std::vector<float> read_all(PcmReader& source, std::size_t block = 4000);

/// Opens, reads all and lets go.
std::vector<float> read_media(const std::filesystem::path& path, const MediaFileOptions& options = {});

/// The sentence of the MediaError that opening the file throws; empty if it opens.
std::string refusal(const std::filesystem::path& path, const MediaFileOptions& options = {});

/// The largest difference from a sine of this pitch and amplitude at 16 kHz that begins with the sound, 50 ms at each end
/// left out (infinite if nothing is left).
float difference_from_sine(const std::vector<float>& samples, double hertz, double amplitude);

}  // namespace tilescribe::testing
