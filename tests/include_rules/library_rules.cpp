// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/include_rules/library_rules.h"

namespace tilescribe::testing {

const std::vector<LibraryRule>& library_rules() {
    static const std::vector<LibraryRule> rules = {
        {"PortAudio", {"portaudio.h", "pa_"}, {"engine/audio/portaudio_source"}},
        {"FFTW", {"fftw3"}, {"engine/features/"}},
        {"XRT", {"xrt/", "xrt.h", "xrt.hpp", "experimental/xrt", "xclbin.h"}, {"kernels/npu/"}},
        {"spdlog", {"spdlog/"}, {"app/", "engine/"}},
        {"FFmpeg",
         {"libavformat/", "libavcodec/", "libavutil/", "libswresample/", "libavfilter/", "libswscale/"},
         {"engine/audio/"}},
        {"oneDNN", {"dnnl", "oneapi/dnnl/"}, {"kernels/cpu/onednn"}},
        {"soxr", {"soxr"}, {"engine/audio/"}},
        {"PulseAudio", {"pulse/"}, {"engine/audio/"}},
        {"ALSA", {"alsa/"}, {"engine/audio/"}},
        {"SQLite", {"sqlite3"}, {"app/"}},
        {"libcurl", {"curl/"}, {"app/"}},
        {"OpenSSL", {"openssl/"}, {"app/"}},
        {"CLI11", {"CLI/", "CLI11"}, {"app/cli/"}},
        {"nlohmann-json", {"nlohmann/"}, {"app/", "engine/"}},
        {"utf8proc", {"utf8proc"}, {"engine/"}},
        {"zlib", {"zlib.h"}, {"app/", "engine/"}},
        {"x86 vector intrinsics",
         {"immintrin.h", "x86intrin.h", "xmmintrin.h", "emmintrin.h"},
         {"kernels/cpu/", "kernels/npu/aie/"}},
        {"Google Benchmark", {"benchmark/"}, {}},
    };
    return rules;
}

bool is_qt_header(std::string_view header) {
    if (header.starts_with("Qt")) return true;
    if (header.size() >= 2 && header[0] == 'Q' && header[1] >= 'A' && header[1] <= 'Z') return true;
    return header.starts_with("qt") || header.starts_with("qglobal") || header.starts_with("qobject");
}

}  // namespace tilescribe::testing
