// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/array/array_program.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// A core's steps as the words that its dispatcher interprets (dispatcher.h), and back.
namespace tilescribe::npu {

/// A buffer of the list: a FIFO's, or a local one.
struct ListBuffer {
    std::uint8_t acquired_lock = dispatcher::no_lock;
    std::uint8_t released_lock = dispatcher::no_lock;
    std::uint16_t depth = 1;
    std::uint32_t address = 0;
    std::uint32_t bytes = 0;
    friend bool operator==(const ListBuffer&, const ListBuffer&) = default;
};

/// `buffers`: those of `fifos`, in their order, then the core's local ones. Throws std::invalid_argument for a kernel that the
/// cores do not have, or numbers that the words cannot hold.
[[nodiscard]] std::vector<std::uint32_t> encode_list(const CoreProgram& core, const std::vector<std::string>& kernels,
                                                     const std::vector<std::uint16_t>& fifos,
                                                     const std::vector<ListBuffer>& buffers);

/// What a list says. Steps name buffers by their place in the list, kernels by their place in the cores' table.
struct DecodedList {
    std::vector<ListBuffer> buffers;
    std::vector<CoreStep> steps;
};
/// Throws std::invalid_argument for what encode_list() cannot have made.
[[nodiscard]] DecodedList decode_list(std::span<const std::uint32_t> words);

}  // namespace tilescribe::npu
