// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/program_folder.h"
#include "kernels/npu/runtime/xrt_plugin.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tilescribe::npu {
namespace {

namespace fs = std::filesystem;

std::string text_of(const char* variable) {
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nobody sets it while we run
    return value != nullptr ? value : "";
}

fs::path user_data_folder() {
    if (const std::string data = text_of("XDG_DATA_HOME"); !data.empty()) return data;
    const std::string home = text_of("HOME");
    return home.empty() ? fs::path() : fs::path(home) / ".local/share";
}

std::string generation_name(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? "npu1" : "npu4";
}

}  // namespace

std::vector<fs::path> xclbin_files(ArrayGeneration generation) {
    std::vector<fs::path> files;
    if (const std::string chosen = text_of("TILESCRIBE_NPU_XCLBIN"); !chosen.empty()) return {chosen};
    const fs::path inside = fs::path("tilescribe/npu") / generation_name(generation) / "final.xclbin";
    if (const fs::path data = user_data_folder(); !data.empty()) files.push_back(data / inside);
    if (const fs::path program = program_folder(); !program.empty())
        files.push_back((program / "../share" / inside).lexically_normal());
    return files;
}

fs::path find_xclbin(ArrayGeneration generation) {
    const std::vector<fs::path> files = xclbin_files(generation);
    const auto found = std::find_if(files.begin(), files.end(), [](const fs::path& file) {
        std::error_code error;
        return fs::is_regular_file(file, error);
    });
    return found != files.end() ? *found : fs::path();
}

std::string missing_xclbin_sentence(ArrayGeneration generation) {
    std::string places;
    for (const fs::path& file : xclbin_files(generation)) places += (places.empty() ? "" : " or ") + file.string();
    return "The array's program (" + places + ") is missing: build it with kernels/npu/build_xclbin --device " +
           generation_name(generation) + ", in Tilescribe's source (see docs/npu.md).";
}

std::string instruction_file(std::span<const std::uint32_t> words) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, over the words' bytes in little-endian order
    for (const std::uint32_t word : words)
        for (unsigned byte = 0; byte < 4; ++byte) hash = (hash ^ ((word >> (8 * byte)) & 0xff)) * 0x100000001b3;
    std::string name(16, '0');
    for (std::size_t digit = 0; digit < 16; ++digit) name[15 - digit] = "0123456789abcdef"[(hash >> (4 * digit)) & 15];
    return name + ".insts";
}

}  // namespace tilescribe::npu
