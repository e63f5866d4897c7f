// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <stdexcept>
#include <vector>

namespace tilescribe::testing {

/// A hand-made program: argument 2 = argument 0 + argument 1, `tiles` tiles of `tile_bytes` on one core, by `kernel`.
inline npu::ArrayProgram adding_program(std::uint32_t tiles, const char* kernel = "add_bf16",
                                        npu::ArrayGeneration generation = npu::ArrayGeneration::npu1) {
    using namespace npu;
    constexpr std::uint32_t tile_bytes = 1024;
    constexpr TileAddress shim{0, 0};
    constexpr TileAddress core{0, 2};
    const auto fifo = [](const char* name, TileAddress from, TileAddress to) {
        ObjectFifo one;
        one.name = name;
        one.producer = from;
        one.consumers = {to};
        one.object_bytes = tile_bytes;
        return one;
    };
    const auto step = [](CoreStep::Kind kind, std::uint16_t index = 0) {
        CoreStep one;
        one.kind = kind;
        one.fifo = index;
        return one;
    };
    ArrayProgram program;
    program.generation = generation;
    program.name = "adding";
    program.kernels = {kernel};
    program.fifos = {fifo("a", shim, core), fifo("b", shim, core), fifo("sum", core, shim)};
    CoreProgram adder;
    adder.tile = core;
    CoreStep loop = step(CoreStep::Kind::loop);
    loop.count = tiles;
    CoreStep call = step(CoreStep::Kind::call);
    for (std::uint16_t index = 0; index < 3; ++index) call.buffers.push_back({.is_local = false, .index = index, .offset = 0});
    call.parameters = {static_cast<std::int32_t>(tile_bytes / 2)};
    adder.steps.push_back(loop);
    for (std::uint16_t index = 0; index < 3; ++index) adder.steps.push_back(step(CoreStep::Kind::acquire, index));
    adder.steps.push_back(call);
    for (std::uint16_t index = 0; index < 3; ++index) adder.steps.push_back(step(CoreStep::Kind::release, index));
    adder.steps.push_back(step(CoreStep::Kind::end));
    program.cores = {adder};
    for (std::uint16_t index = 0; index < 3; ++index) {
        program.argument_bytes.push_back(tiles * tile_bytes);
        ShimTransfer transfer;
        transfer.fifo = index;
        transfer.argument = index;
        transfer.pattern.dimensions = {{.size = tiles, .stride = tile_bytes / 4}, {.size = tile_bytes / 4, .stride = 1}};
        program.transfers.push_back(transfer);
    }
    return program;
}

/// Stands in for the emulated array where a test is about the way to it: adds whole arguments as 32-bit integers.
inline void add_as_integers(std::span<const std::uint32_t> words, std::span<const std::span<std::byte>> arguments) {
    const npu::ArrayProgram program = npu::deserialise(words);
    const std::size_t bytes = program.argument_bytes.at(2);
    if (arguments.size() < 3) throw std::runtime_error("too few arguments");
    std::vector<std::vector<std::uint32_t>> values(3, std::vector<std::uint32_t>(bytes / 4));
    for (std::size_t index = 0; index < 3; ++index) {
        if (arguments[index].size() < bytes) throw std::runtime_error("an argument is too small");
        std::memcpy(values[index].data(), arguments[index].data(), bytes);
    }
    std::transform(values[0].begin(), values[0].end(), values[1].begin(), values[2].begin(), std::plus<>());
    std::memcpy(arguments[2].data(), values[2].data(), bytes);
}

}  // namespace tilescribe::testing
