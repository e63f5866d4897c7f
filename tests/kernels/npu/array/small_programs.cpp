// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/array/small_programs.h"

#include <array>
#include <cstring>
#include <utility>

namespace tilescribe::npu::small {
namespace {

std::vector<std::uint32_t> words_at(const std::byte* buffer, std::int32_t words) {
    std::vector<std::uint32_t> values(static_cast<std::size_t>(words));
    std::memcpy(values.data(), buffer, 4 * values.size());
    return values;
}

void put(std::byte* buffer, const std::vector<std::uint32_t>& values) {
    std::memcpy(buffer, values.data(), 4 * values.size());
}

void run_copy(std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters) {
    put(buffers[1], words_at(buffers[0], parameters[0]));
}

void run_add(std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters) {
    std::vector<std::uint32_t> sums = words_at(buffers[0], parameters[0]);
    const std::vector<std::uint32_t> others = words_at(buffers[1], parameters[0]);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += others[i];
    put(buffers[2], sums);
}

void run_work(std::span<std::byte* const> buffers, std::span<const std::int32_t> parameters) {
    std::vector<std::uint32_t> values(static_cast<std::size_t>(parameters[0]));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::uint32_t>(i);
    put(buffers[0], values);
}

InstructionMix word_mix(ArrayGeneration /*generation*/, std::span<const std::int32_t> parameters) {
    return {.vector_ops = parameters[0]};
}
InstructionMix slot_mix(ArrayGeneration /*generation*/, std::span<const std::int32_t> parameters) {
    return {.vector_ops = parameters[1]};
}

constexpr std::array<CoreKernel, 4> table{{{"copy", &run_copy, &word_mix, 500},
                                           {"add", &run_add, &word_mix, 500},
                                           {"work", &run_work, &slot_mix, 500},
                                           {"huge", &run_work, &word_mix, 20'000}}};

const CoreKernel* find(std::string_view name) noexcept {
    for (const CoreKernel& kernel : table)
        if (kernel.name == name) return &kernel;
    return nullptr;
}

std::optional<TileUse> use(ArrayGeneration /*generation*/, std::string_view kernel,
                           std::span<const std::int32_t> parameters) noexcept {
    const int operands = kernel == "add" ? 3 : kernel == "copy" ? 2 : 1;
    if (parameters.size() != (kernel == "work" ? 2U : 1U) || parameters[0] < 0) return std::nullopt;
    TileUse needs{.bytes = {}, .inputs = operands - 1, .buffers = operands};
    for (int i = 0; i < operands; ++i) needs.bytes.at(static_cast<std::size_t>(i)) = 4 * static_cast<std::size_t>(parameters[0]);
    return needs;
}

}  // namespace

KernelSet kernels() noexcept {
    return {.find = &find, .tile_use = &use};
}

CoreStep acquire(std::uint16_t fifo) {
    CoreStep step;
    step.kind = CoreStep::Kind::acquire;
    step.fifo = fifo;
    return step;
}

CoreStep release(std::uint16_t fifo) {
    CoreStep step;
    step.kind = CoreStep::Kind::release;
    step.fifo = fifo;
    return step;
}

CoreStep loop(std::uint32_t count) {
    CoreStep step;
    step.kind = CoreStep::Kind::loop;
    step.count = count;
    return step;
}

CoreStep end() {
    return {};
}

CoreStep call(std::uint16_t kernel, std::vector<CoreStep::Buffer> buffers, std::vector<std::int32_t> parameters) {
    CoreStep step;
    step.kind = CoreStep::Kind::call;
    step.kernel = kernel;
    step.buffers = std::move(buffers);
    step.parameters = std::move(parameters);
    return step;
}

ObjectFifo fifo(std::string name, TileAddress producer, std::vector<TileAddress> consumers, std::uint32_t bytes,
                std::uint32_t depth) {
    ObjectFifo made;
    made.name = std::move(name);
    made.producer = producer;
    made.consumers = std::move(consumers);
    made.object_bytes = bytes;
    made.depth = depth;
    return made;
}

namespace {

CoreProgram copying_core(std::uint16_t in, std::uint16_t out, std::uint32_t objects, std::uint32_t words) {
    return {.tile = core,
            .local_bytes = {},
            .steps = {loop(objects), acquire(in), acquire(out),
                      call(0, {fifo_buffer(in), fifo_buffer(out)}, {static_cast<int>(words)}), release(in), release(out), end()}};
}

ArrayProgram empty_copy(std::uint32_t objects, std::uint32_t words) {
    ArrayProgram program;
    program.name = "copy";
    program.kernels = {"copy"};
    program.argument_bytes = {4 * objects * words, 4 * objects * words};
    program.macs = 1000;
    return program;
}

}  // namespace

ArrayProgram copy_program(std::uint32_t objects, std::uint32_t words, std::uint32_t depth) {
    ArrayProgram program = empty_copy(objects, words);
    program.fifos = {fifo("in", shim, {core}, 4 * words, depth), fifo("out", core, {shim}, 4 * words, depth)};
    program.cores = {copying_core(0, 1, objects, words)};
    program.transfers = {{.fifo = 0, .argument = 0, .pattern = {}, .repeat = 1},
                         {.fifo = 1, .argument = 1, .pattern = {}, .repeat = 1}};
    return program;
}

ArrayProgram tile_copy_program(std::uint32_t objects, std::uint32_t words, std::uint32_t depth) {
    ArrayProgram program = empty_copy(objects, words);
    program.fifos = {fifo("in", shim, {memory_tile}, 4 * words, depth), fifo("to core", memory_tile, {core}, 4 * words, depth),
                     fifo("from core", core, {memory_tile}, 4 * words, depth), fifo("out", memory_tile, {shim}, 4 * words, depth)};
    program.links = {{.inputs = {0}, .outputs = {1}, .offsets = {}}, {.inputs = {2}, .outputs = {3}, .offsets = {}}};
    program.cores = {copying_core(1, 2, objects, words)};
    program.transfers = {{.fifo = 0, .argument = 0, .pattern = {}, .repeat = 1},
                         {.fifo = 3, .argument = 1, .pattern = {}, .repeat = 1}};
    return program;
}

}  // namespace tilescribe::npu::small
