// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/device_table.h"

// Sources: F = the fact sheet of this project, collected from XRT, amd/xdna-driver and mlir-aie; D = its table of DMA limits; R =
// register widths (mlir-aie's checks of npu.dma_memcpy_nd: sizes up to 1,023, iterations up to 64, strides up to 2^20; AMD's AM020
// for core and memory tiles); C = its calibration table, rows named by shape and tile; L = its line "raw XRT 108-150 us; in a
// runlist of 64 about 36 us each"; B = destevez.net/2026/05, "Getting peak TOPS on a Ryzen AI 7 350 NPU"; M = mlir-aie's pull
// request 2559 (the NoC may merge a shim's bursts); I = nod-ai/iree-amd-aie, issue 1187 (Strix, the mean of 1,000 and of 5,000
// calls): instruction streams of 662 words take 116 and 106 us, of 582 words 109 and 111, of 118 words 99 and 101, of 38 words 82
// and 79; the longer ones also let more control packets stream, which is counted as theirs; E = our estimate.
namespace tilescribe::npu {
namespace {

constexpr DmaLimits core_dma{.channels_in = 2,  // D
                             .channels_out = 2,
                             .descriptors = 16,
                             .descriptors_per_parity = 16,
                             .dimensions = 3,
                             .longest = 16'383,
                             .largest_size = 255,      // R
                             .largest_stride = 8'192,  // R
                             .locks = 16};
constexpr DmaLimits tile_dma{.channels_in = 6,  // D
                             .channels_out = 6,
                             .descriptors = 48,
                             .descriptors_per_parity = 24,
                             .dimensions = 4,
                             .longest = 131'071,
                             .largest_size = 1'023,      // R
                             .largest_stride = 131'072,  // R
                             .locks = 64};
constexpr DmaLimits shim_dma{.channels_in = 2,  // D
                             .channels_out = 2,
                             .descriptors = 16,
                             .descriptors_per_parity = 16,
                             .dimensions = 3,
                             .longest = 0xFFFF'FFFF,
                             .largest_size = 1'023,        // R
                             .largest_stride = 1'048'576,  // R
                             .locks = 16};

constexpr DeviceParameters npu1{
    .generation = ArrayGeneration::npu1,
    .name = "npu1",
    .description = "XDNA1 (Phoenix, Hawk Point), 4 columns x 4 core rows",
    .columns = 4,  // F
    .core_rows = 4,
    .core_memory = 64 * 1024,  // F
    .core_stack = 2 * 1024,    // F: 1 KB by default, set 2 KB
    .program_memory = 16 * 1024,
    .dispatcher_bytes = 1024,  // E
    .tile_memory = 512 * 1024,
    .largest_repeat = 256,      // D: register value 255
    .largest_tile_repeat = 16,  // D: what the overlay's other channels leave of a parity's descriptors
    .largest_iteration = 64,    // R
    .task_queue = 4,            // D
    .core_dma = core_dma,
    .tile_dma = tile_dma,
    .shim_dma = shim_dma,
    .peak = {.bf16 = 128, .int8 = 256, .bfp16 = 0},  // F
    .time = {.clock_ghz = 1.8,                       // F, C: performance mode
             .schedule_efficiency = 0.65,            // E: three quarters of the 0.86 that F gives for a hand-scheduled core
             .loads_per_cycle = 2,                   // F
             .stores_per_cycle = 1,                  // F
             .call_cycles = 10,                      // E
             .step_cycles = 12,                      // E
             .lock_cycles = 8,                       // E
             .stream_bytes_per_cycle = 4,            // F
             .descriptor_cycles = 8,                 // F: 1 word per cycle + 8 cycles
             .shim_channel_gb_per_s = 6.9,           // F
             .shim_read_gb_per_s = 27.0,             // F: 26-28 together per direction
             .shim_write_gb_per_s = 27.0,            // F
             .read_run_cycles = 32,                  // C: fitted on 2048x4096x4096, 64, 64, 32
             .write_run_cycles = 64,                 // E: twice as much, a write waits for its response. No fit row is bound by it
             .path_run_cycles = 1.0,                 // E
             .task_microseconds = 1.4,               // C: fitted on 1536x1536x384
             .call_microseconds = 36,                // L
             .single_call_microseconds = 129,        // L: the middle of 108-150
             .least_word_ns = 20,                    // I: from 118 to 582 words, measured on XDNA2
             .most_word_ns = 55}};                   // I: from 38 to 662 words; a shim task of 34 words at 1.4 us has 41

constexpr DeviceParameters npu4{
    .generation = ArrayGeneration::npu4,
    .name = "npu4",
    .description = "XDNA2 (Strix, Halo, Krackan), 8 columns x 4 core rows",
    .columns = 8,  // F
    .core_rows = 4,
    .core_memory = 64 * 1024,
    .core_stack = 2 * 1024,
    .program_memory = 16 * 1024,  // F gives none for XDNA2: taken from XDNA1
    .dispatcher_bytes = 1024,
    .tile_memory = 512 * 1024,
    .largest_repeat = 256,
    .largest_tile_repeat = 16,
    .largest_iteration = 64,
    .task_queue = 4,
    .core_dma = core_dma,
    .tile_dma = tile_dma,
    .shim_dma = shim_dma,
    .peak = {.bf16 = 256, .int8 = 512, .bfp16 = 512},
    .time = {.clock_ghz = 1.8,
             .schedule_efficiency = 0.86,  // F: a hand-scheduled core
             .loads_per_cycle = 4,         // B: two of 512 bits
             .stores_per_cycle = 2,        // E: one of 512 bits
             .call_cycles = 10,
             .step_cycles = 12,
             .lock_cycles = 8,
             .stream_bytes_per_cycle = 4,
             .descriptor_cycles = 8,
             .shim_channel_gb_per_s = 6.9,
             .shim_read_gb_per_s = 85,     // E: two thirds of LPDDR5X-8000 on 128 bits. F's 45.5 cannot feed what C measured
             .shim_write_gb_per_s = 45.5,  // F: DRAM on XDNA2
             .read_run_cycles = 16,        // E: half of npu1's, later shims merge bursts (M)
             .write_run_cycles = 32,       // E: likewise
             .path_run_cycles = 0.5,       // E: half of npu1's, there are twice as many columns
             .task_microseconds = 1.4,
             .call_microseconds = 36,
             .single_call_microseconds = 129,
             .least_word_ns = 20,  // I
             .most_word_ns = 55}};

}  // namespace

const DeviceParameters& device_parameters(ArrayGeneration generation) noexcept {
    return generation == ArrayGeneration::npu1 ? npu1 : npu4;
}

}  // namespace tilescribe::npu
