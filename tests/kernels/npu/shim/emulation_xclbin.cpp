// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulation_xclbin.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace tilescribe::testing {
namespace {

using Bytes = std::vector<std::byte>;

// The sections that XRT needs, and AIE_PARTITION, which it wants from 2.15 on. Figures of the file format: xclbin.h.
constexpr std::uint32_t embedded_metadata = 2;
constexpr std::uint32_t mem_topology = 6;
constexpr std::uint32_t connectivity = 7;
constexpr std::uint32_t ip_layout = 8;
constexpr std::uint32_t aie_partition = 32;
constexpr std::size_t header_bytes = 456;
constexpr std::size_t section_header_bytes = 40;

template <typename Number>
void put(Bytes& bytes, Number number) {
    const auto* begin = reinterpret_cast<const std::byte*>(&number);
    bytes.insert(bytes.end(), begin, begin + sizeof(number));
}

void put_text(Bytes& bytes, std::string_view text, std::size_t field) {
    const std::size_t length = std::min(text.size(), field - 1);
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    bytes.insert(bytes.end(), begin, begin + length);
    bytes.resize(bytes.size() + field - length);
}

void pad(Bytes& bytes, std::size_t count, std::byte value = {}) {
    bytes.resize(bytes.size() + count, value);
}

void put_bank(Bytes& bytes, std::uint8_t type, std::uint64_t kilobytes, std::uint64_t base, std::string_view name) {
    put(bytes, type);
    put(bytes, std::uint8_t{1});
    pad(bytes, 6);
    put(bytes, kilobytes);
    put(bytes, base);
    put_text(bytes, name, 16);
}

Bytes topology_section() {
    constexpr std::uint8_t dram = 2;
    Bytes bytes;
    put(bytes, std::int32_t{2});
    pad(bytes, 4);
    put_bank(bytes, dram, 0x10000, 0x4000000, "HOST");
    put_bank(bytes, dram, 0xc000, 0x4000000, "SRAM");
    return bytes;
}

Bytes layout_section(const XclbinLayout& layout) {
    constexpr std::uint32_t ps_kernel = 7;
    constexpr std::uint32_t dpu_kernel = 0x09010001;
    Bytes bytes;
    put(bytes, std::int32_t{1});
    pad(bytes, 4);
    put(bytes, ps_kernel);
    put(bytes, dpu_kernel);
    put(bytes, std::numeric_limits<std::uint64_t>::max());
    put_text(bytes, layout.kernel + ":MLIRAIE", 64);
    return bytes;
}

Bytes connectivity_section(const XclbinLayout& layout) {
    Bytes bytes;
    put(bytes, std::int32_t{1 + layout.data_arguments});
    const auto connect = [&](std::int32_t argument, std::uint32_t bank) {
        put(bytes, argument);
        put(bytes, std::int32_t{0});
        put(bytes, static_cast<std::int32_t>(bank));
    };
    connect(1, XclbinLayout::instruction_bank);
    for (int index = 0; index < layout.data_arguments; ++index)
        connect(3 + index, index == layout.misplaced_argument ? XclbinLayout::instruction_bank : XclbinLayout::data_bank);
    return bytes;
}

std::string argument(std::string_view name, int qualifier, int id, int size, std::size_t offset, std::string_view type) {
    const std::string bytes = std::to_string(size);
    return "<arg name=\"" + std::string(name) + "\" addressQualifier=\"" + std::to_string(qualifier) + "\" id=\"" +
           std::to_string(id) + "\" size=\"" + bytes + "\" offset=\"" + std::to_string(offset) +
           "\" hostOffset=\"0x0\" hostSize=\"" + bytes + "\" type=\"" + std::string(type) + "\"/>\n";
}

Bytes metadata_section(const XclbinLayout& layout) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<project name=\"npu\"><platform vendor=\"v\" boardid=\"b\" name=\"n\" "
        "featureRomTime=\"0\">"
        "<device name=\"d\" fpgaDevice=\"\" addrWidth=\"0\">"
        "<core name=\"OCL_REGION_0\" target=\"hw\" type=\"clc_region\" clockFreq=\"0MHz\" numComputeUnits=\"60\">\n"
        "<kernel name=\"" +
        layout.kernel +
        "\" language=\"c\" type=\"dpu\">\n<extended-data subtype=\"1\" functional=\"0\" dpu_kernel_id=\"0x901\"/>\n";
    text += argument("opcode", 0, 0, 8, 0, "uint64_t");
    text += argument("instr", 1, 1, 8, XclbinLayout::instruction_offset, "char *");
    text += argument("ninstr", 0, 2, 4, XclbinLayout::count_offset, "uint32_t");
    for (int index = 0; index < layout.data_arguments; ++index)
        text += argument("bo" + std::to_string(index), 1, 3 + index, 8,
                         XclbinLayout::data_offset + 8 * static_cast<std::size_t>(index), "void*");
    text += "<instance name=\"MLIRAIE\"/>\n</kernel></core></device></platform></project>\n";
    const std::span<const char> letters(text);
    const auto bytes = std::as_bytes(letters);
    return {bytes.begin(), bytes.end()};
}

/// The partition's columns; no images in it.
Bytes partition_section(const XclbinLayout& layout) {
    constexpr std::size_t partition_bytes = 184;
    constexpr std::size_t columns_at = 32;
    Bytes bytes(partition_bytes);
    const auto columns = static_cast<std::uint16_t>(layout.columns);
    std::memcpy(bytes.data() + columns_at, &columns, sizeof(columns));
    return bytes;
}

void put_header(Bytes& bytes, std::uint64_t total, std::size_t sections, std::uint8_t identity) {
    constexpr std::uint64_t made = 1'700'000'000;  // the same file every time
    put_text(bytes, "xclbin2", 8);
    put(bytes, std::int32_t{-1});  // not signed
    pad(bytes, 28, std::byte{0xff});
    pad(bytes, 256);
    put(bytes, made);
    put(bytes, total);
    put(bytes, made);
    put(bytes, std::uint64_t{0});
    put(bytes, std::uint16_t{466});
    put(bytes, std::uint8_t{2});
    put(bytes, std::uint8_t{13});
    put(bytes, std::uint32_t{0});  // mode, action mask
    pad(bytes, 16);                // platform
    put_text(bytes, "npu", 64);
    pad(bytes, 15, std::byte{0x54});  // the file's UUID
    put(bytes, identity);
    pad(bytes, 16);
    put(bytes, static_cast<std::uint32_t>(sections));
    pad(bytes, 4);
}

}  // namespace

std::vector<std::byte> emulation_xclbin(const XclbinLayout& layout) {
    std::vector<std::pair<std::uint32_t, Bytes>> sections = {{ip_layout, layout_section(layout)},
                                                             {connectivity, connectivity_section(layout)},
                                                             {embedded_metadata, metadata_section(layout)},
                                                             {aie_partition, partition_section(layout)}};
    if (layout.has_topology) sections.emplace_back(mem_topology, topology_section());
    const std::size_t first = header_bytes + section_header_bytes * sections.size();
    Bytes headers;
    Bytes bodies;
    for (const auto& [kind, body] : sections) {
        put(headers, kind);
        put_text(headers, "emulated", 16);
        pad(headers, 4);
        put(headers, std::uint64_t{first + bodies.size()});
        put(headers, std::uint64_t{body.size()});
        bodies.insert(bodies.end(), body.begin(), body.end());
        pad(bodies, (8 - bodies.size() % 8) % 8);
    }
    Bytes file;
    // XRT knows xclbins by their UUID: different layouts must differ in it.
    const auto identity = static_cast<std::uint8_t>(layout.data_arguments * 16 + layout.misplaced_argument + 1);
    put_header(file, first + bodies.size(), sections.size(), identity);
    file.insert(file.end(), headers.begin(), headers.end());
    file.insert(file.end(), bodies.begin(), bodies.end());
    return file;
}

void write_emulation_xclbin(const std::filesystem::path& file, const XclbinLayout& layout) {
    const Bytes bytes = emulation_xclbin(layout);
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    stream.flush();
    if (!stream) throw std::runtime_error(file.string() + " cannot be written");
}

}  // namespace tilescribe::testing
