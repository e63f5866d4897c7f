// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/array_graph.h"

#include "kernels/npu/array/pattern_cursor.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

namespace tilescribe::npu {
namespace {

constexpr std::uint8_t tile_row = 1;

/// Objects of `fifo` that a pattern at a memory tile covers.
std::uint32_t objects_of(const ObjectFifo& fifo, const AccessPattern& pattern) {
    const std::uint64_t object_words = fifo.object_bytes / 4;
    return static_cast<std::uint32_t>(pattern_words(pattern, object_words) / object_words);
}

class GraphBuilder {
public:
    GraphBuilder(const ArrayProgram& program, const KernelSet& kernels)
        : program_(program), kernels_(kernels), movers_(program.fifos.size()), is_moved_(program.fifos.size(), true) {}

    ArrayGraph build() {
        for (std::size_t i = 0; i < program_.fifos.size(); ++i) start_mover(static_cast<std::uint16_t>(i));
        for (const FifoLink& link : program_.links) add_link(link);
        for (std::size_t i = 0; i < program_.fifos.size(); ++i) add_core_rings(static_cast<std::uint16_t>(i));
        for (std::size_t i = 0; i < program_.transfers.size(); ++i)
            movers_[program_.transfers[i].fifo].transfers.push_back(static_cast<std::uint32_t>(i));
        for (const CoreProgram& core : program_.cores) graph_.cores.push_back(core_actor(core));
        const auto add_movers = [this](auto&& wanted) {
            for (std::size_t i = 0; i < movers_.size(); ++i)
                if (is_moved_[i] && wanted(movers_[i])) graph_.movers.push_back(movers_[i]);
        };
        add_movers([](const Mover& mover) { return mover.from_shim; });
        add_movers([](const Mover& mover) { return !mover.from_shim && !mover.to_shim; });
        add_movers([](const Mover& mover) { return mover.to_shim && !mover.from_shim; });
        return std::move(graph_);
    }

private:
    void start_mover(std::uint16_t index) {
        const ObjectFifo& fifo = program_.fifos[index];
        Mover& mover = movers_[index];
        mover.fifo = index;
        mover.object_words = fifo.object_bytes / 4;
        mover.from_shim = fifo.producer.row == 0;
        mover.to_shim = fifo.consumers.front().row == 0;
        mover.source_repeat = fifo.repeat;
        if (fifo.producer.row == tile_row) mover.source_objects = objects_of(fifo, fifo.to_stream);
        if (fifo.consumers.front().row == tile_row) mover.destination_objects = objects_of(fifo, fifo.from_stream);
    }

    void add_link(const FifoLink& link) {
        const bool joins = link.inputs.size() > 1;
        const std::uint16_t whole = joins ? link.outputs.front() : link.inputs.front();
        Ring ring{.depth = program_.fifos[whole].depth, .fifo = whole};
        const auto ring_index = static_cast<std::uint32_t>(graph_.rings.size());
        const auto offset_of = [&link](bool is_part, std::size_t i) {
            return is_part && !link.offsets.empty() ? link.offsets[i] : 0U;
        };
        for (std::size_t i = 0; i < link.inputs.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[link.inputs[i]];
            const std::uint32_t offset = offset_of(joins, i);
            movers_[link.inputs[i]].destination = {.ring = ring_index, .index = ring.writers++, .offset = offset};
            ring.bytes = std::max(ring.bytes, part_end(offset, fifo, fifo.from_stream));
        }
        for (std::size_t i = 0; i < link.outputs.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[link.outputs[i]];
            const std::uint32_t offset = offset_of(!joins, i);
            movers_[link.outputs[i]].source = {.ring = ring_index, .index = ring.readers++, .offset = offset};
            ring.bytes = std::max(ring.bytes, part_end(offset, fifo, fifo.to_stream));
        }
        graph_.rings.push_back(ring);
    }

    static std::uint32_t part_end(std::uint32_t offset, const ObjectFifo& fifo, const AccessPattern& pattern) {
        return offset + static_cast<std::uint32_t>(4 * pattern_end(pattern, fifo.object_bytes / 4));
    }

    void add_core_rings(std::uint16_t index) {
        const ObjectFifo& fifo = program_.fifos[index];
        Mover& mover = movers_[index];
        const Ring empty{.depth = fifo.depth, .bytes = fifo.object_bytes, .fifo = index};
        const bool shared = is_shared_memory(fifo);
        is_moved_[index] = !shared;
        if (fifo.producer.row > tile_row) {
            Ring ring = empty;
            const auto ring_index = static_cast<std::uint32_t>(graph_.rings.size());
            ring.writers = ring.readers = 1;
            producing_[index] = {.ring = ring_index, .index = 0, .offset = 0};
            mover.source = {.ring = ring_index, .index = 0, .offset = 0};
            if (shared) consuming_[{index, key(fifo.consumers.front())}] = producing_[index];
            graph_.rings.push_back(ring);
        }
        if (shared || fifo.consumers.front().row <= tile_row) return;
        Ring ring = empty;
        const auto ring_index = static_cast<std::uint32_t>(graph_.rings.size());
        ring.writers = 1;
        for (const TileAddress consumer : fifo.consumers)
            consuming_[{index, key(consumer)}] = {.ring = ring_index, .index = ring.readers++, .offset = 0};
        mover.destination = {.ring = ring_index, .index = 0, .offset = 0};
        graph_.rings.push_back(ring);
    }

    CoreActor core_actor(const CoreProgram& core) {
        CoreActor actor{.tile = core.tile, .ports = {}, .local_bytes = core.local_bytes, .calls = {}, .ops = {}};
        std::map<std::uint16_t, std::uint32_t> port_of;
        const auto port = [&](std::uint16_t fifo) {
            const auto [found, is_new] = port_of.try_emplace(fifo, static_cast<std::uint32_t>(actor.ports.size()));
            if (is_new) {
                const bool produces = program_.fifos[fifo].producer == core.tile;
                actor.ports.push_back({.end = produces ? producing_.at(fifo) : consuming_.at({fifo, key(core.tile)}),
                                       .produces = produces,
                                       .fifo = fifo});
            }
            return found->second;
        };
        std::vector<std::uint32_t> open;
        for (const CoreStep& step : core.steps) {
            CoreOp op{.kind = step.kind, .count = step.count};
            const auto index = static_cast<std::uint32_t>(actor.ops.size());
            if (step.kind == CoreStep::Kind::acquire || step.kind == CoreStep::Kind::release) {
                op.port = port(step.fifo);
            } else if (step.kind == CoreStep::Kind::call) {
                op.call = static_cast<std::uint32_t>(actor.calls.size());
                actor.calls.push_back(core_call(step, port));
            } else if (step.kind == CoreStep::Kind::loop) {
                open.push_back(index);
            } else {
                op.partner = open.back();
                actor.ops[open.back()].partner = index;
                open.pop_back();
            }
            actor.ops.push_back(op);
        }
        return actor;
    }

    template <typename Port>
    CoreCall core_call(const CoreStep& step, Port&& port) const {
        const DeviceParameters& device = device_parameters(program_.generation);
        CoreCall call;
        call.kernel = kernels_.find(program_.kernels[step.kernel]);
        call.parameters = step.parameters;
        for (const CoreStep::Buffer buffer : step.buffers)
            call.operands.push_back({.is_local = buffer.is_local,
                                     .index = buffer.is_local ? buffer.index : port(buffer.index),
                                     .offset = buffer.offset});
        const InstructionMix mix = call.kernel->instruction_mix(program_.generation, call.parameters);
        call.cycles = call_cycles(mix, device);
        call.busy_cycles = mix.vector_macs;
        return call;
    }

    static std::uint32_t key(TileAddress tile) { return static_cast<std::uint32_t>(tile.column) << 8U | tile.row; }

    const ArrayProgram& program_;
    const KernelSet& kernels_;
    std::vector<Mover> movers_;
    std::vector<bool> is_moved_;
    std::map<std::uint16_t, RingEnd> producing_;
    std::map<std::pair<std::uint16_t, std::uint32_t>, RingEnd> consuming_;
    ArrayGraph graph_;
};

}  // namespace

bool are_neighbours(TileAddress a, TileAddress b) noexcept {
    return std::abs(a.column - b.column) + std::abs(a.row - b.row) == 1;
}

bool is_shared_memory(const ObjectFifo& fifo) noexcept {
    return fifo.producer.row > tile_row && fifo.consumers.size() == 1 && fifo.consumers.front().row > tile_row &&
           are_neighbours(fifo.producer, fifo.consumers.front()) && fifo.to_stream == AccessPattern{} &&
           fifo.from_stream == AccessPattern{};
}

std::int64_t call_cycles(const InstructionMix& mix, const DeviceParameters& device) noexcept {
    // Slots of one instruction word: a vector operation, loads, stores and a scalar operation.
    const TimeParameters& time = device.time;
    const auto cycles_for = [](std::int64_t count, int per_cycle) { return (count + per_cycle - 1) / per_cycle; };
    constexpr int lookups_per_cycle = 4;
    const std::int64_t slots =
        std::max({mix.vector_macs + mix.vector_ops, cycles_for(mix.loads, time.loads_per_cycle),
                  cycles_for(mix.stores, time.stores_per_cycle), mix.scalar_ops, cycles_for(mix.table_lookups, lookups_per_cycle)});
    return std::llround(static_cast<double>(slots) / time.schedule_efficiency) + mix.loop_overhead + time.call_cycles;
}

ArrayGraph build_graph(const ArrayProgram& program, const KernelSet& kernels) {
    return GraphBuilder(program, kernels).build();
}

}  // namespace tilescribe::npu
