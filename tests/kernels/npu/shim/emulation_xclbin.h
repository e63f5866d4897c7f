// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tilescribe::testing {

/// The xclbin of the emulated array: what mlir-aie's look like to XRT, without anything for silicon in it.
struct XclbinLayout {
    static constexpr std::uint32_t data_bank = 0;         ///< HOST
    static constexpr std::uint32_t instruction_bank = 1;  ///< SRAM
    // Where the arguments lie in a packet's registers; the opcode is at 0.
    static constexpr std::size_t instruction_offset = 0x08;
    static constexpr std::size_t count_offset = 0x10;
    static constexpr std::size_t data_offset = 0x14;

    std::string kernel = "MLIR_AIE";
    int data_arguments = 8;
    int columns = 4;
    int misplaced_argument = -1;  ///< this data argument is connected to the wrong bank; -1: none
    bool has_topology = true;     ///< without: XRT refuses the file
};

[[nodiscard]] std::vector<std::byte> emulation_xclbin(const XclbinLayout& layout);
/// Throws std::runtime_error where the file cannot be written.
void write_emulation_xclbin(const std::filesystem::path& file, const XclbinLayout& layout = {});

}  // namespace tilescribe::testing
