// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/wav_repair.h"

#include "engine/audio/recording_file.h"
#include "engine/audio/wav_header.h"

#include <algorithm>

namespace tilescribe {

WavRepair repair_wav(const std::filesystem::path& path) {
    RecordingFile file(path, RecordingFile::Mode::change);
    const auto fail = [&](const std::string& why) {
        throw RecordingError("cannot repair the recording " + path.string() + ": " + why);
    };
    const auto check = [&](const std::error_code& error) {
        if (error) fail(error.message());
    };

    RecordingHeader header{};
    std::error_code error;
    const std::size_t read = file.read_at(0, std::as_writable_bytes(std::span(header)), error);
    check(error);
    // Killed while the very first bytes were on their way: a beginning of our header, and no sound yet.
    const RecordingHeader empty = make_recording_header(0);
    const bool cut_in_header =
        read < header.size() && std::equal(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(read), empty.begin());
    if (!cut_in_header && !is_recording_header(std::span(header).first(read))) fail("it is not a recording of this program");

    const std::int64_t beyond_header = std::max<std::int64_t>(0, file.size() - static_cast<std::int64_t>(header.size()));
    const std::int64_t samples = beyond_header / recording_sample_bytes;
    const std::int64_t data_bytes = samples * recording_sample_bytes;
    const bool changed = cut_in_header || claimed_data_bytes(header) != data_bytes || beyond_header != data_bytes;
    if (!changed) return {samples, false};

    header = make_recording_header(data_bytes);
    check(file.truncate(static_cast<std::int64_t>(header.size()) + data_bytes));
    file.write_at(0, std::as_bytes(std::span(header)), error);
    check(error);
    check(file.sync());
    return {samples, true};
}

}  // namespace tilescribe
