// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/npy.h"

#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tilescribe::testing {

NpyArray read_npy(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    char magic[10] = {};
    in.read(magic, sizeof magic);
    if (!in || std::memcmp(magic, "\x93NUMPY\x01", 7) != 0) throw std::runtime_error(path.string() + ": not a version 1 .npy file");
    std::uint16_t header_size = 0;
    std::memcpy(&header_size, magic + 8, sizeof header_size);
    std::string header(header_size, '\0');
    in.read(header.data(), header_size);
    constexpr std::string_view label = "'shape': (";
    const std::size_t label_at = header.find(label);
    if (header.find("'<f4'") == std::string::npos || header.find("'fortran_order': False") == std::string::npos ||
        label_at == std::string::npos)
        throw std::runtime_error(path.string() + ": not float32 in C order");
    NpyArray array;
    std::int64_t count = 1;
    // "(80, 3000)" or "(80,)": numbers, each with what separates it from the next.
    std::istringstream dimensions(header.substr(label_at + label.size()));
    for (std::int64_t size = 0; dimensions >> size; dimensions.ignore()) {
        array.shape.push_back(size);
        count *= size;
    }
    array.values.resize(static_cast<std::size_t>(count));
    in.read(reinterpret_cast<char*>(array.values.data()), count * static_cast<std::int64_t>(sizeof(float)));
    if (!in) throw std::runtime_error(path.string() + ": truncated");
    return array;
}

}  // namespace tilescribe::testing
