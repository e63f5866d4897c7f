// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <cstdint>
#include <string_view>

namespace tilescribe::npu {

/// What the DMA of one kind of tile can do. Sizes, strides and lengths in 32-bit words.
struct DmaLimits {
    int channels_in = 0;   ///< from the stream into the tile
    int channels_out = 0;  ///< from the tile into the stream
    int descriptors = 0;
    int descriptors_per_parity = 0;  ///< of even (or odd) channels; only memory tiles divide them
    int dimensions = 0;
    std::uint32_t longest = 0;         ///< words of one descriptor
    std::uint32_t largest_size = 0;    ///< of a dimension, but for the outermost one
    std::uint32_t largest_stride = 0;  ///< of a dimension
    int locks = 0;
};

/// Multiply-accumulates per cycle and core.
struct PeakRates {
    int bf16 = 0;
    int int8 = 0;   ///< block floats (bfp16) as well, where there are any
    int bfp16 = 0;  ///< 0: none
};

/// The time model's parameters. Cycles are the array's, at `clock_ghz`.
struct TimeParameters {
    double clock_ghz = 0;
    double schedule_efficiency = 0;       ///< of a core kernel's inner loop: issue slots filled / slots
    int loads_per_cycle = 0;              ///< of 256 bits
    int stores_per_cycle = 0;             ///< of 256 bits
    int call_cycles = 0;                  ///< a kernel's call and return, pointers, pipeline refill
    int step_cycles = 0;                  ///< the dispatcher's work for any step of a core's list
    int lock_cycles = 0;                  ///< acquiring or releasing an object
    int stream_bytes_per_cycle = 0;       ///< one stream
    int descriptor_cycles = 0;            ///< a DMA's change to the next object
    double shim_channel_gb_per_s = 0;     ///< one shim channel
    double shim_read_gb_per_s = 0;        ///< all shim channels that read DRAM together
    double shim_write_gb_per_s = 0;       ///< all that write
    double read_run_cycles = 0;           ///< of a shim channel per contiguous run of DRAM bytes that it reads, besides its bytes
    double write_run_cycles = 0;          ///< likewise, that it writes
    double path_run_cycles = 0;           ///< likewise of the common path, either way
    double task_microseconds = 0;         ///< the controller's work to issue one shim task
    double call_microseconds = 0;         ///< host to array and back, per call among others in a list
    double single_call_microseconds = 0;  ///< host to array and back, of a call on its own
    double least_word_ns = 0;             ///< the controller's work for a word of configuration: between this
    double most_word_ns = 0;              ///< and this; in no simulated time, because nobody has measured ours
};

/// One generation of the array: its limits and its speed.
struct DeviceParameters {
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::string_view name;  ///< "npu1"
    std::string_view description;
    int columns = 0;
    int core_rows = 0;
    std::uint32_t core_memory = 0;
    std::uint32_t core_stack = 0;
    std::uint32_t program_memory = 0;       ///< of a core
    std::uint32_t dispatcher_bytes = 0;     ///< of that, our dispatcher's
    std::uint32_t tile_memory = 0;          ///< of a memory tile
    std::uint32_t largest_repeat = 0;       ///< of a shim task
    std::uint32_t largest_tile_repeat = 0;  ///< that designs ask of a memory tile: a descriptor each, of 24 of a channel's parity
    std::uint32_t largest_iteration = 0;    ///< outermost fourth dimension of a shim task
    int task_queue = 0;                     ///< pending tasks per shim channel
    DmaLimits core_dma;
    DmaLimits tile_dma;
    DmaLimits shim_dma;
    PeakRates peak;
    TimeParameters time;

    [[nodiscard]] int cores() const noexcept { return columns * core_rows; }
    [[nodiscard]] int macs_per_cycle(bool int8_peak) const noexcept { return int8_peak ? peak.int8 : peak.bf16; }
};

[[nodiscard]] const DeviceParameters& device_parameters(ArrayGeneration generation) noexcept;

}  // namespace tilescribe::npu
