// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <array>
#include <cstdint>

// The transaction format, version 0.1 (mlir-aie's include/aie/Runtime/TxnEncoding.h, commit 027351e): a header of four words, then
// operations.
namespace tilescribe::npu::txn {

enum class Operation : std::uint32_t { write = 0, block_write = 1, mask_write = 3, wait_token = 0x80, address_patch = 0x81 };

inline constexpr std::uint32_t header_words = 4;
inline constexpr std::uint32_t write_words = 6;        // operation, 0, address, 0, value, bytes
inline constexpr std::uint32_t mask_write_words = 7;   // operation, 0, address, 0, value, mask, bytes
inline constexpr std::uint32_t block_write_words = 4;  // operation, 0, address, bytes; then the words
inline constexpr std::uint32_t wait_token_words = 4;   // operation, bytes, direction | row << 8 | column << 16, channel << 24 | ...
inline constexpr std::uint32_t address_patch_words = 12;  // operation, bytes, 0 0 0, 0, address, 0, argument, 0, offset, 0

/// Rows, generation and version; memory tile rows and columns.
[[nodiscard]] constexpr std::array<std::uint32_t, 2> header(ArrayGeneration generation) {
    return generation == ArrayGeneration::npu1 ? std::array<std::uint32_t, 2>{0x06030100, 0x105}
                                               : std::array<std::uint32_t, 2>{0x06040100, 0x108};
}

inline constexpr std::uint32_t column_shift = 25;
inline constexpr std::uint32_t row_shift = 20;
inline constexpr std::uint32_t descriptor_bytes = 0x20;
inline constexpr std::uint32_t channel_bytes = 8;  ///< control, start queue
inline constexpr std::uint32_t lock_bytes = 0x10;
inline constexpr std::uint32_t tasks_in_queue = 4;  ///< and as many descriptors of a shim channel

/// The descriptors of a shim channel: four in turn.
[[nodiscard]] constexpr std::uint32_t first_shim_descriptor(bool is_source, std::uint32_t channel) {
    return tasks_in_queue * ((is_source ? 0U : 2U) + channel);
}

}  // namespace tilescribe::npu::txn
