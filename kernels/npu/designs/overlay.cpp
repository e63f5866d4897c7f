// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/overlay.h"

#include <algorithm>
#include <string>

namespace tilescribe::npu {
namespace {

TileAddress shim(std::uint32_t column) {
    return {static_cast<std::uint8_t>(column), 0};
}
TileAddress memory_tile(std::uint32_t column) {
    return {static_cast<std::uint8_t>(column), 1};
}
TileAddress core(std::uint32_t column, std::uint32_t row) {
    return {static_cast<std::uint8_t>(column), static_cast<std::uint8_t>(2 + row)};
}

ObjectFifo inward(const std::string& name, std::uint32_t column, const Channel& channel) {
    return {.name = name,
            .producer = shim(column),
            .consumers = {memory_tile(column)},
            .object_bytes = channel.tile_bytes,
            .depth = channel.tile_depth,
            .to_stream = {},
            .from_stream = {}};
}

ObjectFifo broadcast(const std::string& name, std::uint32_t column, std::vector<TileAddress> cores, const Channel& channel) {
    return {.name = name,
            .producer = memory_tile(column),
            .consumers = std::move(cores),
            .object_bytes = channel.core_bytes,
            .depth = channel.core_depth,
            .to_stream = channel.from_tile,
            .from_stream = channel.into_core,
            .repeat = channel.repeat};
}

void add_output(ArrayProgram& program, const Overlay& overlay, const Channel& y) {
    for (std::uint32_t column = 0; column < overlay.columns(); ++column)
        for (std::uint32_t row = 0; row < array_rows; ++row)
            program.fifos.push_back({.name = "y_" + std::to_string(column) + "_" + std::to_string(row),
                                     .producer = core(column, row),
                                     .consumers = {memory_tile(column)},
                                     .object_bytes = y.core_bytes,
                                     .depth = y.core_depth,
                                     .to_stream = {},
                                     .from_stream = {}});
    for (std::uint32_t column = 0; column < overlay.columns(); ++column) {
        program.fifos.push_back({.name = "y_out_" + std::to_string(column),
                                 .producer = memory_tile(column),
                                 .consumers = {shim(column)},
                                 .object_bytes = array_rows * y.core_bytes,
                                 .depth = y.tile_depth,
                                 .to_stream = y.from_tile,
                                 .from_stream = {}});
        FifoLink join{.inputs = {}, .outputs = {overlay.y_out(column)}, .offsets = {}};
        for (std::uint32_t row = 0; row < array_rows; ++row) {
            join.inputs.push_back(overlay.y(column, row));
            join.offsets.push_back(row * y.core_bytes);
        }
        program.links.push_back(std::move(join));
    }
}

}  // namespace

ArrayProgram overlay_program(ArrayGeneration generation, const Channel& a, const Channel& b, const Channel& y) {
    const Overlay overlay(generation);
    ArrayProgram program;
    program.generation = generation;
    for (std::uint32_t row = 0; row < array_rows; ++row)
        program.fifos.push_back(inward("a_in_" + std::to_string(row), overlay.a_column(row), a));
    for (std::uint32_t row = 0; row < array_rows; ++row) {
        std::vector<TileAddress> cores;
        for (std::uint32_t column = 0; column < overlay.columns(); ++column) cores.push_back(core(column, row));
        program.fifos.push_back(broadcast("a_" + std::to_string(row), overlay.a_column(row), std::move(cores), a));
        program.links.push_back({.inputs = {overlay.a_in(row)}, .outputs = {overlay.a(row)}, .offsets = {0}});
    }
    for (std::uint32_t column = 0; column < overlay.columns(); ++column)
        program.fifos.push_back(inward("b_in_" + std::to_string(column), column, b));
    for (std::uint32_t column = 0; column < overlay.columns(); ++column) {
        std::vector<TileAddress> cores;
        for (std::uint32_t row = 0; row < array_rows; ++row) cores.push_back(core(column, row));
        program.fifos.push_back(broadcast("b_" + std::to_string(column), column, std::move(cores), b));
        program.links.push_back({.inputs = {overlay.b_in(column)}, .outputs = {overlay.b(column)}, .offsets = {0}});
    }
    add_output(program, overlay, y);
    return program;
}

bool share_overlay(const ArrayProgram& one, const ArrayProgram& other) {
    const auto same_ends = [](const ObjectFifo& x, const ObjectFifo& y) {
        return x.name == y.name && x.producer == y.producer && x.consumers == y.consumers;
    };
    const auto same_parts = [](const FifoLink& x, const FifoLink& y) { return x.inputs == y.inputs && x.outputs == y.outputs; };
    const auto same_tile = [](const CoreProgram& x, const CoreProgram& y) { return x.tile == y.tile; };
    return one.generation == other.generation &&
           std::equal(one.fifos.begin(), one.fifos.end(), other.fifos.begin(), other.fifos.end(), same_ends) &&
           std::equal(one.links.begin(), one.links.end(), other.links.begin(), other.links.end(), same_parts) &&
           std::equal(one.cores.begin(), one.cores.end(), other.cores.begin(), other.cores.end(), same_tile);
}

}  // namespace tilescribe::npu
