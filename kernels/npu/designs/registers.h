// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <array>
#include <cstdint>

// The registers of AIE-ML tiles that a program's instructions write; XDNA1 and XDNA2 have them at the same places. Read, not run:
// AMD's register references (AM025, AM029: MEMORY_MODULE, MEMORY_TILE_MODULE, NOC_MODULE), and what mlir-aie's AIEDmaToNpu.cpp and
// AIERT.cpp write. Steps are stored less one, wraps as they are (0: do not wrap, so the outermost loop goes on to the length's
// end), iterations less one; the hardware advances a descriptor's iteration each time it loads it.
namespace tilescribe::npu {

struct RegisterField {
    std::uint8_t word = 0;
    std::uint8_t lowest_bit = 0;
    std::uint8_t bits = 0;  ///< 0: there is none
};

/// A buffer descriptor of one kind of tile.
struct DescriptorLayout {
    std::uint32_t words = 8;
    RegisterField length, address, next, use_next, valid;
    std::array<RegisterField, 4> step;  ///< the innermost first
    std::array<RegisterField, 3> wrap;
    RegisterField iteration_wrap, iteration_step;
    RegisterField acquire_enable, acquire_value, acquire_id, release_value, release_id;
};

struct TileRegisters {
    DescriptorLayout descriptor;
    std::uint32_t descriptors = 0;  ///< offsets in the tile; each descriptor takes 0x20 bytes
    std::uint32_t into_tile = 0;    ///< control and start queue of the channels from a stream, 8 bytes each channel
    std::uint32_t out_of_tile = 0;
    std::uint32_t locks = 0;        ///< 16 bytes each
    std::uint32_t own_lock = 0;     ///< a descriptor's number of lock 0 of its own tile: memory tiles see their neighbours'
    std::uint32_t own_address = 0;  ///< likewise of the first byte of its own memory
};

inline constexpr TileRegisters core_registers{.descriptor = {.words = 6,
                                                             .length = {0, 0, 14},
                                                             .address = {0, 14, 14},
                                                             .next = {5, 27, 4},
                                                             .use_next = {5, 26, 1},
                                                             .valid = {5, 25, 1},
                                                             .step = {{{2, 0, 13}, {2, 13, 13}, {3, 0, 13}, {}}},
                                                             .wrap = {{{3, 13, 8}, {3, 21, 8}, {}}},
                                                             .iteration_wrap = {4, 13, 6},
                                                             .iteration_step = {4, 0, 13},
                                                             .acquire_enable = {5, 12, 1},
                                                             .acquire_value = {5, 5, 7},
                                                             .acquire_id = {5, 0, 4},
                                                             .release_value = {5, 18, 7},
                                                             .release_id = {5, 13, 4}},
                                              .descriptors = 0x1D000,
                                              .into_tile = 0x1DE00,
                                              .out_of_tile = 0x1DE10,
                                              .locks = 0x1F000};

inline constexpr TileRegisters memory_tile_registers{.descriptor = {.words = 8,
                                                                    .length = {0, 0, 17},
                                                                    .address = {1, 0, 19},
                                                                    .next = {1, 20, 6},
                                                                    .use_next = {1, 19, 1},
                                                                    .valid = {7, 31, 1},
                                                                    .step = {{{2, 0, 17}, {3, 0, 17}, {4, 0, 17}, {5, 0, 17}}},
                                                                    .wrap = {{{2, 17, 10}, {3, 17, 10}, {4, 17, 10}}},
                                                                    .iteration_wrap = {6, 17, 6},
                                                                    .iteration_step = {6, 0, 17},
                                                                    .acquire_enable = {7, 15, 1},
                                                                    .acquire_value = {7, 8, 7},
                                                                    .acquire_id = {7, 0, 8},
                                                                    .release_value = {7, 24, 7},
                                                                    .release_id = {7, 16, 8}},
                                                     .descriptors = 0xA0000,
                                                     .into_tile = 0xA0600,
                                                     .out_of_tile = 0xA0630,
                                                     .locks = 0xC0000,
                                                     .own_lock = 64,
                                                     .own_address = 0x80000};

/// Its address is 0 here: XRT's firmware writes it from the argument (the address patch).
inline constexpr TileRegisters shim_registers{.descriptor = {.words = 8,
                                                             .length = {0, 0, 32},
                                                             .address = {},
                                                             .next = {},
                                                             .use_next = {},
                                                             .valid = {7, 25, 1},
                                                             .step = {{{3, 0, 20}, {4, 0, 20}, {5, 0, 20}, {}}},
                                                             .wrap = {{{3, 20, 10}, {4, 20, 10}, {}}},
                                                             .iteration_wrap = {6, 20, 6},
                                                             .iteration_step = {6, 0, 20},
                                                             .acquire_enable = {},
                                                             .acquire_value = {},
                                                             .acquire_id = {},
                                                             .release_value = {},
                                                             .release_id = {}},
                                              .descriptors = 0x1D000,
                                              .into_tile = 0x1D200,
                                              .out_of_tile = 0x1D210};
/// What every shim descriptor says besides: bursts of 256 bytes, and the AXI cache bits that let the NoC widen them.
inline constexpr RegisterField shim_burst{4, 30, 2};
inline constexpr std::uint32_t shim_burst_256 = 2;
inline constexpr RegisterField shim_cache{5, 24, 4};
inline constexpr std::uint32_t shim_cache_modifiable = 2;

inline constexpr std::uint32_t channel_reset = 1U << 1U;      ///< of a channel's control register
inline constexpr std::uint32_t channel_controller = 0xFF00U;  ///< likewise: whom its tokens go to
inline constexpr std::uint32_t queue_token = 1U << 31U;       ///< of a start queue; the descriptor below, repetitions << 16
inline constexpr std::uint32_t shim_controller = 15;          ///< as the overlay names every shim tile

[[nodiscard]] inline const TileRegisters& registers_of(TileAddress tile) {
    return tile.row == 0 ? shim_registers : tile.row == 1 ? memory_tile_registers : core_registers;
}

}  // namespace tilescribe::npu
