// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/array_configuration.h"

#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/array/array_graph.h"
#include "kernels/npu/array/core_memory.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/array/pattern_cursor.h"
#include "kernels/npu/designs/list_encoding.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace tilescribe::npu {
namespace {

constexpr std::uint32_t most_lock_value = 63;

/// Linear patterns have no dimensions.
std::vector<AccessPattern::Dimension> dimensions_of(const AccessPattern& pattern) {
    const bool is_linear = pattern.dimensions.size() == 1 && pattern.dimensions.front().stride == 1;
    return is_linear ? std::vector<AccessPattern::Dimension>{} : pattern.dimensions;
}

class Configurator {
public:
    explicit Configurator(const ArrayProgram& program)
        : program_(program), device_(device_parameters(program.generation)), routes_(routes_of(program)) {}

    ArrayConfiguration build() {
        result_.generation = program_.generation;
        for (const ObjectFifo& fifo : program_.fifos)
            if (fifo.to_stream.offset != 0 || fifo.from_stream.offset != 0)
                fail(fifo, "has a pattern that does not begin with its object's first word");
        for (const FifoLink& link : program_.links) add_link(link);
        for (const CoreProgram& core : program_.cores) add_core(core);
        for (const ShimTransfer& transfer : program_.transfers) add_task(transfer);
        return std::move(result_);
    }

private:
    using Lock = BufferDescriptor::Lock;

    [[noreturn]] static void fail(const ObjectFifo& fifo, const std::string& why) {
        throw std::invalid_argument("FIFO " + fifo.name + " " + why);
    }

    void add_channel(const FifoEnd& end, bool is_source, std::vector<BufferDescriptor> descriptors) {
        const DmaLimits& limits = end.tile.row == 1 ? device_.tile_dma : device_.core_dma;
        const bool is_halved = limits.descriptors_per_parity < limits.descriptors;
        const int half = is_halved ? end.channel % 2 : 0;
        std::uint8_t& used = descriptors_[end.tile.row == 1 ? 1 : 0][{end.tile.column, end.tile.row, half}];
        for (BufferDescriptor& descriptor : descriptors) {
            if (used == limits.descriptors_per_parity)
                throw std::invalid_argument("a tile's DMA has fewer buffer descriptors than the program needs");
            descriptor.id = static_cast<std::uint8_t>(half * limits.descriptors_per_parity + used++);
        }
        result_.channels.push_back(
            {.tile = end.tile, .is_source = is_source, .channel = end.channel, .descriptors = std::move(descriptors)});
    }

    void add_locks(TileAddress tile, std::uint8_t free_lock, std::uint8_t filled_lock, std::uint32_t value) {
        if (value > most_lock_value) throw std::invalid_argument("a lock would have to count further than 63");
        result_.locks.push_back({.tile = tile, .id = free_lock, .value = static_cast<std::uint8_t>(value)});
        result_.locks.push_back({.tile = tile, .id = filled_lock, .value = 0});
    }

    /// One descriptor goes round the joined buffers for each input; one for each part and repetition sends them. The repetitions
    /// are counted by the part's locks: the buffer is free when the last of them was sent.
    void add_link(const FifoLink& link) {
        const bool joins = link.inputs.size() > 1;
        const std::uint16_t output = link.outputs.front();
        const ObjectFifo& sent = program_.fifos[output];
        const auto parts = static_cast<std::uint32_t>(link.inputs.size());
        const std::uint32_t depth = joins ? sent.depth : program_.fifos[link.inputs.front()].depth;
        const auto offset = [&](std::size_t part) { return part < link.offsets.size() ? link.offsets[part] : 0U; };
        if (!joins && offset(0) != 0) fail(sent, "does not begin with its buffer");
        const std::uint64_t sent_words = pattern_words(sent.to_stream, sent.object_bytes / 4);
        std::uint64_t ring_words = pattern_end(sent.to_stream, sent.object_bytes / 4);
        for (std::size_t part = 0; part < parts; ++part) {
            const ObjectFifo& fifo = program_.fifos[link.inputs[part]];
            ring_words = std::max(ring_words, offset(part) / 4 + pattern_end(fifo.from_stream, fifo.object_bytes / 4));
        }
        const TileAddress tile = sent.producer;
        std::uint32_t& used = memory_[{tile.column, tile.row}];
        const std::uint32_t base = std::exchange(used, used + static_cast<std::uint32_t>(4 * ring_words) * depth);
        const auto repeat = static_cast<std::uint8_t>(sent.repeat);
        BufferDescriptor around;
        around.iterations = depth;
        if (depth > 1) around.iteration_stride = static_cast<std::uint32_t>(ring_words);
        std::vector<BufferDescriptor> sending;
        for (std::size_t part = 0; part < parts; ++part) {
            const ObjectFifo& fifo = program_.fifos[link.inputs[part]];
            const FifoEnd& end = routes_[link.inputs[part]].destinations.front();
            BufferDescriptor receiving = around;
            receiving.address = base + offset(part);
            receiving.words = static_cast<std::uint32_t>(pattern_words(fifo.from_stream, fifo.object_bytes / 4));
            receiving.dimensions = dimensions_of(fifo.from_stream);
            receiving.acquire = {.id = end.free_lock, .count = repeat};
            receiving.release = {.id = end.filled_lock, .count = repeat};
            add_channel(end, false, {receiving});
            add_locks(tile, end.free_lock, end.filled_lock, depth * sent.repeat);
            BufferDescriptor part_of = around;
            part_of.address = base + (joins ? offset(part) : 0);
            part_of.words = static_cast<std::uint32_t>(sent_words / parts);
            part_of.dimensions = part_dimensions(sent, parts, offset(1) - offset(0));
            part_of.acquire = {.id = end.filled_lock, .count = 1};
            part_of.release = {.id = end.free_lock, .count = 1};
            sending.push_back(part_of);
        }
        std::vector<BufferDescriptor> all;
        for (std::uint32_t i = 0; i < sent.repeat; ++i) all.insert(all.end(), sending.begin(), sending.end());
        add_channel(routes_[output].source, true, std::move(all));
    }

    /// A joined buffer is sent part by part, because one descriptor waits for one lock: the outermost loop must do so, too.
    static std::vector<AccessPattern::Dimension> part_dimensions(const ObjectFifo& sent, std::uint32_t parts, std::uint32_t bytes) {
        std::vector<AccessPattern::Dimension> dimensions = dimensions_of(sent.to_stream);
        if (dimensions.empty() || parts == 1) return dimensions;
        AccessPattern::Dimension& outermost = dimensions.front();
        if (outermost.size % parts != 0 || std::uint64_t{outermost.size / parts} * outermost.stride * 4 != bytes)
            fail(sent, "does not send its parts one after the other");
        outermost.size /= parts;
        return dimensions;
    }

    /// Stack, list, then the buffers of the FIFOs and the local ones.
    void add_core(const CoreProgram& core) {
        std::vector<ListBuffer> buffers;
        std::vector<std::uint16_t> fifos;
        for (std::size_t i = 0; i < routes_.size(); ++i) {
            const auto add = [&](const FifoEnd& end, bool produces) {
                if (end.tile != core.tile) return;
                const ObjectFifo& fifo = program_.fifos[i];
                buffers.push_back({.acquired_lock = produces ? end.free_lock : end.filled_lock,
                                   .released_lock = produces ? end.filled_lock : end.free_lock,
                                   .depth = static_cast<std::uint16_t>(fifo.depth),
                                   .bytes = fifo.object_bytes});
                fifos.push_back(static_cast<std::uint16_t>(i));
            };
            add(routes_[i].source, true);
            for (const FifoEnd& end : routes_[i].destinations) add(end, false);
        }
        for (const std::uint32_t bytes : core.local_bytes) buffers.push_back({.bytes = bytes});
        const std::size_t words = step_list_words(core, fifos.size());
        std::uint32_t next = dispatcher::aligned(static_cast<std::uint32_t>(4 * words));
        for (ListBuffer& buffer : buffers) {
            buffer.address = next;
            next += buffer.depth * dispatcher::aligned(buffer.bytes);
        }
        if (next + device_.core_stack + core_constant_bytes > device_.core_memory)
            throw std::invalid_argument("a core's list and buffers do not fit its memory");
        for (std::size_t i = 0; i < fifos.size(); ++i) add_core_end(core.tile, fifos[i], buffers[i]);
        result_.cores.push_back({.tile = core.tile, .words = encode_list(core, program_.kernels, fifos, buffers)});
        if (result_.cores.back().words.size() != words) throw std::logic_error("a step list has another size than was counted");
    }

    void add_core_end(TileAddress tile, std::uint16_t index, const ListBuffer& buffer) {
        const ObjectFifo& fifo = program_.fifos[index];
        const bool produces = fifo.producer == tile;
        const FifoRoute& route = routes_[index];
        const FifoEnd& end = produces ? route.source : *std::ranges::find(route.destinations, tile, &FifoEnd::tile);
        std::vector<BufferDescriptor> descriptors;
        for (std::uint32_t i = 0; i < fifo.depth; ++i)
            descriptors.push_back({.address = device_.core_stack + buffer.address + i * dispatcher::aligned(fifo.object_bytes),
                                   .words = fifo.object_bytes / 4,
                                   .dimensions = dimensions_of(produces ? fifo.to_stream : fifo.from_stream),
                                   .acquire = {.id = produces ? end.filled_lock : end.free_lock},
                                   .release = {.id = produces ? end.free_lock : end.filled_lock}});
        add_channel(end, produces, std::move(descriptors));
        add_locks(tile, end.free_lock, end.filled_lock, fifo.depth);
    }

    void add_task(const ShimTransfer& transfer) {
        const FifoRoute& route = routes_[transfer.fifo];
        const bool is_source = program_.fifos[transfer.fifo].producer.row == 0;
        const FifoEnd& end = is_source ? route.source : route.destinations.front();
        ShimTask task{.column = end.tile.column,
                      .is_source = is_source,
                      .channel = end.channel,
                      .argument = static_cast<std::uint8_t>(transfer.argument),
                      .pattern = transfer.pattern,
                      .repeat = transfer.repeat};
        if (task.pattern.dimensions.empty()) task.pattern.dimensions = {{program_.argument_bytes[transfer.argument] / 4, 1}};
        result_.tasks.push_back(std::move(task));
    }

    const ArrayProgram& program_;
    const DeviceParameters& device_;
    std::vector<FifoRoute> routes_;
    std::array<std::map<std::array<int, 3>, std::uint8_t>, 2> descriptors_;
    std::map<std::pair<int, int>, std::uint32_t> memory_;
    ArrayConfiguration result_;
};

}  // namespace

ArrayConfiguration configure(const ArrayProgram& program) {
    return Configurator(program).build();
}

}  // namespace tilescribe::npu
