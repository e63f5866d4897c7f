// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/array_graph.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/array/emulated_array.h"
#include "kernels/npu/core_kernel.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/gemm_layout.h"
#include "kernels/npu/designs/overlay.h"
#include "kernels/npu/designs/padding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string_view>

namespace tilescribe::npu {
namespace {

using Keep = GemmTiles::Keep;

/// Left free in a core beside stack and buffers: its list of steps.
constexpr std::uint32_t step_list_bytes = 2048;
constexpr double busy_order = 4;

std::string shape_fault(const GemmProblem& problem, const GemmTiles& tiles) {
    const std::int64_t columns = array_columns(problem.generation);
    if (problem.type == GemmType::bfp16 && problem.generation != ArrayGeneration::npu4) return "only npu4 multiplies block floats";
    if (tiles.m < 16 || tiles.m % 16 != 0 || tiles.n < 16 || tiles.n % 16 != 0 || tiles.k < 8 || tiles.k % 8 != 0)
        return "a tile's m and n are multiples of 16, its k one of 8";
    if (problem.rows <= 0 || problem.rows % (array_rows * tiles.m) != 0) return "the rows are not a multiple of 4 m";
    if (problem.k <= 0 || problem.k % tiles.k != 0) return "k is not a multiple of the tile's";
    if (problem.n <= 0 || problem.n % (columns * tiles.n) != 0) return "n is not a multiple of the tile's times the columns";
    if (tiles.chunk < 16 || tiles.chunk % 16 != 0 || tiles.m % tiles.chunk != 0)
        return "m is not a multiple of the chunk, or that of 16";
    if (problem.a_stride % 8 != 0 || problem.y_stride % 2 != 0 || problem.y_offset % 2 != 0 || problem.r_offset % 2 != 0)
        return "strides or offsets are not whole words";
    if (problem.type == GemmType::int8 && problem.rows / columns % tiles.m != 0)
        return "a tile's row scales come from two columns of cores";
    if (problem.y_stride < problem.n) return "the output's rows are narrower than n";
    return {};
}

std::string layout_fault(const GemmLayout& layout, const DeviceParameters& device) {
    const GemmTiles& tiles = layout.tiles;
    if (layout.has_residual && tiles.keep == Keep::columns_of_b)
        return "residual tiles come between B's panels, which so cannot be kept";
    if (layout.has_residual && static_cast<std::uint32_t>(tiles.chunk) > layout.residual_rows)
        return "a chunk of the residual is larger than an object of B";
    if (layout.has_residual && layout.residual_rows - tiles.chunk > activation_slack_rows)
        return "the residual would be read further beyond its end than buffers go";
    if (layout.is_int8 && tiles.keep == Keep::rows_of_a) return "row scales come between A's panels, which so cannot be kept";
    if (layout.is_int8 &&
        (tiles.chunk != tiles.m || static_cast<std::uint32_t>(tiles.m) > layout.r * static_cast<std::uint32_t>(tiles.k) / 4))
        return "a tile's row scales do not fit the first rows of an object of A";
    if (layout.core_bytes() + device.core_stack + step_list_bytes > device.core_memory) return "the buffers exceed a core's memory";
    if (layout.memory_tile_bytes() > device.tile_memory) return "the buffers exceed a memory tile";
    const std::uint32_t panel = std::max(layout.a_slab_steps * layout.a_tile_bytes, layout.b_panel_steps * layout.b_object_bytes);
    if (panel / 4 > device.tile_dma.longest) return "a panel exceeds a buffer descriptor";
    const std::uint32_t repeat = std::max(tiles.keep == Keep::rows_of_a ? layout.column_blocks : 1,
                                          tiles.keep == Keep::columns_of_b ? layout.row_blocks : 1);
    if (repeat > device.largest_tile_repeat) return "a panel would be sent more often than a memory tile can";
    return {};
}

double cycles_of(const DeviceParameters& device, std::string_view kernel, std::initializer_list<std::int32_t> parameters) {
    const CoreKernel* found = find_core_kernel(kernel);
    if (found == nullptr) throw std::invalid_argument("there is no core kernel " + std::string(kernel));
    const std::vector<std::int32_t> list(parameters);
    return static_cast<double>(call_cycles(found->instruction_mix(device.generation, list), device));
}

/// The core's own time for all of its tiles.
double core_cycles(const GemmProblem& problem, const GemmLayout& layout, const DeviceParameters& device) {
    const auto [m, k, n, chunk] = std::array{layout.tiles.m, layout.tiles.k, layout.tiles.n, layout.tiles.chunk};
    const auto r = static_cast<std::int32_t>(layout.r);
    const auto t = static_cast<std::int32_t>(layout.t);
    const double step = device.time.step_cycles;
    const double fifo_step = step + device.time.lock_cycles;
    const double multiply = problem.type == GemmType::bf16   ? cycles_of(device, "gemm_bf16", {m, k, n, t})
                            : problem.type == GemmType::int8 ? cycles_of(device, "gemm_int8", {m, k, n, r, t})
                                                             : cycles_of(device, "gemm_bfp16", {m, k, n});
    const std::string finish = std::string(layout.is_int8 ? "finish_int8_bias" : "finish_bias") + (layout.has_gelu ? "_gelu" : "") +
                               (layout.has_residual ? "_residual" : "");
    const double chunk_fifo_steps = layout.has_residual ? 2 + 2 * array_rows : 2;
    const double one_chunk = cycles_of(device, finish, {chunk, n, r, t}) + step + chunk_fifo_steps * fifo_step;
    // Residual objects come while the core waits for them, but for those that already lie in its buffers.
    const double objects = layout.has_residual ? double{array_rows} * layout.chunks - layout.tiles.b_depth : 0.0;
    const double wait =
        objects * (layout.b_object_bytes / double(device.time.stream_bytes_per_cycle) + device.time.descriptor_cycles);
    return layout.tiles_per_core() *
           (wait + 2 * step + layout.k_steps * (multiply + 2 * step + 4 * fifo_step) + layout.chunks * one_chunk);
}

/// What goes through the busiest stream of each kind, in cycles.
double stream_cycles(const GemmLayout& layout, const DeviceParameters& device) {
    const double object = device.time.descriptor_cycles;
    const double rate = device.time.stream_bytes_per_cycle;
    const double a_objects = layout.k_steps + (layout.is_int8 ? 1 : 0);
    const double b_objects = layout.k_steps + (layout.has_residual ? array_rows * layout.chunks : 0);
    const double a = a_objects * (layout.a_tile_bytes / rate + object);
    const double b = b_objects * (layout.b_object_bytes / rate + object);
    const double y = array_rows * layout.chunks * (layout.y_chunk_bytes / rate + object);
    return layout.tiles_per_core() * std::max({a, b, y});
}

/// What goes through one shim channel.
struct ChannelTraffic {
    double bytes = 0;
    double runs = 0;  ///< contiguous stretches of DRAM

    [[nodiscard]] double cycles(const TimeParameters& time, double run_cycles) const {
        return bytes * time.clock_ghz / time.shim_channel_gb_per_s + runs * run_cycles;
    }
};

struct DramTraffic {
    ChannelTraffic a, b, y;
    double tasks = 0;
};

DramTraffic traffic_of(const GemmLayout& layout) {
    const bool keeps_a = layout.tiles.keep == Keep::rows_of_a;
    const bool keeps_b = layout.tiles.keep == Keep::columns_of_b;
    const double tiles = layout.tiles_per_core();
    const double a_panels = keeps_a ? layout.row_blocks : tiles;
    const double b_panels = keeps_b ? layout.column_blocks : tiles;
    const double residual_objects = layout.has_residual ? tiles * layout.chunks * array_rows : 0.0;
    DramTraffic traffic;
    traffic.a = {.bytes = a_panels * (layout.k_steps + (layout.is_int8 ? 1.0 : 0.0)) * layout.a_tile_bytes,
                 .runs = a_panels * layout.tiles.m / layout.a_group_rows * layout.a_slabs};
    traffic.b = {.bytes = (b_panels * layout.k_steps + residual_objects) * layout.b_object_bytes,
                 .runs = residual_objects * layout.residual_rows};
    traffic.y = {.bytes = tiles * layout.chunks * array_rows * layout.y_chunk_bytes, .runs = tiles * array_rows * layout.tiles.m};
    const double a_tasks = layout.a_slabs > 1 || layout.is_int8 ? tiles * (layout.is_int8 ? 2 : 1) : 1;
    const double b_tasks = layout.has_residual ? 2 * tiles : keeps_a || keeps_b ? 1 : layout.column_blocks;
    traffic.tasks = array_rows * a_tasks + layout.columns * (b_tasks + 1);
    return traffic;
}

struct Candidate {
    GemmTiles tiles;
    double cycles = 0;
};

/// The estimate makes the short list, the time simulation (a millisecond each) decides.
GemmTiles fastest(const GemmProblem& problem, std::vector<Candidate> candidates) {
    constexpr std::size_t most = 24;
    const std::size_t count = std::min(most, candidates.size());
    std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(count), {}, &Candidate::cycles);
    candidates.resize(count);
    for (Candidate& candidate : candidates) candidate.cycles = prepare_program(design_gemm(problem, candidate.tiles))->time.cycles;
    return std::ranges::min_element(candidates, {}, &Candidate::cycles)->tiles;
}

std::vector<std::int32_t> divisors(std::int64_t size, std::int32_t unit, std::int32_t largest) {
    std::vector<std::int32_t> result;
    for (std::int32_t part = unit; part <= largest; part += unit)
        if (size % part == 0) result.push_back(part);
    return result;
}

}  // namespace

std::string tiles_fault(const GemmProblem& problem, const GemmTiles& tiles) {
    if (std::string fault = shape_fault(problem, tiles); !fault.empty()) return fault;
    return layout_fault(GemmLayout(problem, tiles), device_parameters(problem.generation));
}

double estimated_cycles(const GemmProblem& problem, const GemmTiles& tiles) {
    const DeviceParameters& device = device_parameters(problem.generation);
    const GemmLayout layout(problem, tiles);
    const DramTraffic traffic = traffic_of(layout);
    const double clock = device.time.clock_ghz;
    const TimeParameters& time = device.time;
    const double channel = std::max({traffic.a.cycles(time, time.read_run_cycles), traffic.b.cycles(time, time.read_run_cycles),
                                     traffic.y.cycles(time, time.write_run_cycles)});
    const double read = (array_rows * traffic.a.bytes + layout.columns * traffic.b.bytes) * clock / time.shim_read_gb_per_s +
                        (array_rows * traffic.a.runs + layout.columns * traffic.b.runs) * time.path_run_cycles;
    const double write =
        layout.columns * (traffic.y.bytes * clock / time.shim_write_gb_per_s + traffic.y.runs * time.path_run_cycles);
    const double issue = traffic.tasks * device.time.task_microseconds * 1e3 * clock;
    // Before the first tile: panels on their way into memory tiles; after the last: its output.
    const double fill =
        static_cast<double>(layout.a_slab_steps * layout.a_tile_bytes + layout.b_panel_steps * layout.b_object_bytes) * clock /
            device.time.shim_channel_gb_per_s +
        array_rows * layout.chunks * layout.y_chunk_bytes / 4.0;
    // Resources that are nearly as busy as the busiest one delay it: a norm of high order rather than the maximum.
    double sum = 0;
    for (const double busy : {core_cycles(problem, layout, device), stream_cycles(layout, device), channel, read, write, issue})
        sum += std::pow(busy, busy_order);
    return std::pow(sum, 1 / busy_order) + fill;
}

GemmTiles choose_tiles(const GemmProblem& problem) {
    const DeviceParameters& device = device_parameters(problem.generation);
    std::vector<Candidate> candidates;
    const auto consider = [&](const GemmTiles& tiles) {
        if (shape_fault(problem, tiles).empty() && layout_fault(GemmLayout(problem, tiles), device).empty())
            candidates.push_back({.tiles = tiles, .cycles = estimated_cycles(problem, tiles)});
    };
    for (const std::int32_t m : divisors(problem.rows / array_rows, 16, 256))
        for (const std::int32_t n : divisors(problem.n / array_columns(problem.generation), 16, 256))
            for (const std::int32_t k : divisors(problem.k, 16, 160))
                for (const std::int32_t chunk : divisors(m, 16, m))
                    for (const Keep keep : {Keep::rows_of_a, Keep::columns_of_b, Keep::nothing})
                        for (const std::uint32_t y_depth : {2U, 1U})
                            consider({.m = m, .k = k, .n = n, .chunk = chunk, .keep = keep, .y_depth = y_depth});
    if (candidates.empty()) throw std::invalid_argument("no tiles fit this GEMM: is it padded?");
    return fastest(problem, std::move(candidates));
}

}  // namespace tilescribe::npu
