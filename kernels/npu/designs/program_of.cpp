// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/core_kernel.h"
#include "kernels/npu/designs/array_configuration.h"
#include "kernels/npu/designs/list_encoding.h"

#include <algorithm>
#include <stdexcept>

namespace tilescribe::npu {
namespace {

constexpr std::uint8_t memory_row = 1;

class ProgramReader {
public:
    ProgramReader(const ArrayConfiguration& configuration, const std::vector<ObjectFifo>& fifos,
                  const std::vector<FifoRoute>& routes)
        : configuration_(configuration), routes_(routes) {
        if (fifos.size() != routes.size()) fail();
        program_.generation = configuration.generation;
        for (const ObjectFifo& fifo : fifos)
            program_.fifos.push_back(
                {.name = fifo.name, .producer = fifo.producer, .consumers = fifo.consumers, .to_stream = {}, .from_stream = {}});
    }

    ArrayProgram read() {
        for (std::size_t i = 0; i < routes_.size(); ++i) read_core_ends(i);
        for (std::size_t i = 0; i < routes_.size(); ++i)
            if (routes_[i].source.tile.row == memory_row) read_link(static_cast<std::uint16_t>(i));
        for (const CoreList& list : configuration_.cores) read_core(list);
        for (const ShimTask& task : configuration_.tasks) read_task(task);
        return std::move(program_);
    }

    [[noreturn]] static void fail() { throw std::invalid_argument("the configuration is not one of a program on this overlay"); }

private:
    [[nodiscard]] const std::vector<BufferDescriptor>& descriptors(const FifoEnd& end, bool is_source) const {
        for (const ChannelConfiguration& channel : configuration_.channels)
            if (channel.tile == end.tile && channel.is_source == is_source && channel.channel == end.channel &&
                !channel.descriptors.empty())
                return channel.descriptors;
        fail();
    }
    /// A linear descriptor of several objects, or any other pattern.
    static AccessPattern pattern(const BufferDescriptor& descriptor, std::uint32_t parts, std::uint32_t object_bytes) {
        AccessPattern result{.dimensions = descriptor.dimensions};
        if (!result.dimensions.empty())
            result.dimensions.front().size *= parts;
        else if (descriptor.words * parts != object_bytes / 4)
            result.dimensions = {{descriptor.words * parts, 1}};
        return result;
    }

    /// A ring of buffers of one object each.
    void read_core_ends(std::size_t index) {
        ObjectFifo& fifo = program_.fifos[index];
        const auto read_end = [&](const FifoEnd& end, bool is_source) {
            if (end.tile.row <= memory_row) return;
            const std::vector<BufferDescriptor>& ring = descriptors(end, is_source);
            fifo.object_bytes = 4 * ring.front().words;
            fifo.depth = static_cast<std::uint32_t>(ring.size());
            (is_source ? fifo.to_stream : fifo.from_stream) = pattern(ring.front(), 1, fifo.object_bytes);
        };
        read_end(routes_[index].source, true);
        read_end(routes_[index].destinations.front(), false);
    }

    /// Descriptors that wait for the locks of one input after the other, over and over again: parts and repetitions.
    void read_link(std::uint16_t output) {
        const FifoEnd& source = routes_[output].source;
        const std::vector<BufferDescriptor>& sending = descriptors(source, true);
        FifoLink link{.inputs = {}, .outputs = {output}, .offsets = {}};
        std::uint32_t base = UINT32_MAX;
        for (const BufferDescriptor& descriptor : sending) {
            const std::uint16_t input = input_of(source.tile, descriptor.acquire.id);
            if (std::ranges::count(link.inputs, input) != 0) break;
            link.inputs.push_back(input);
            base = std::min(base, receiver(input).address);
        }
        const auto parts = static_cast<std::uint32_t>(link.inputs.size());
        ObjectFifo& sent = program_.fifos[output];
        sent.repeat = static_cast<std::uint32_t>(sending.size()) / parts;
        if (sent.object_bytes == 0) {  // to the shim
            sent.object_bytes = 4 * sending.front().words * parts;
            sent.depth = sending.front().iterations;
        }
        sent.to_stream = pattern(sending.front(), parts, sent.object_bytes);
        for (const std::uint16_t input : link.inputs) {
            ObjectFifo& fifo = program_.fifos[input];
            if (fifo.object_bytes == 0) {  // from the shim
                fifo.object_bytes = 4 * receiver(input).words;
                fifo.depth = receiver(input).iterations;
            }
            fifo.from_stream = pattern(receiver(input), 1, fifo.object_bytes);
            link.offsets.push_back(receiver(input).address - base);
        }
        program_.links.push_back(std::move(link));
    }

    [[nodiscard]] const BufferDescriptor& receiver(std::uint16_t input) const {
        return descriptors(routes_[input].destinations.front(), false).front();
    }
    [[nodiscard]] std::uint16_t input_of(TileAddress tile, std::uint8_t filled_lock) const {
        for (std::size_t i = 0; i < routes_.size(); ++i) {
            const FifoEnd& end = routes_[i].destinations.front();
            if (end.tile == tile && end.filled_lock == filled_lock) return static_cast<std::uint16_t>(i);
        }
        fail();
    }

    void read_core(const CoreList& list) {
        const DecodedList decoded = decode_list(list.words);
        CoreProgram core{.tile = list.tile, .local_bytes = {}, .steps = decoded.steps};
        std::vector<std::uint16_t> fifos;
        for (const ListBuffer& buffer : decoded.buffers) {
            if (buffer.acquired_lock == dispatcher::no_lock)
                core.local_bytes.push_back(buffer.bytes);
            else
                fifos.push_back(fifo_of(list.tile, buffer));
        }
        for (CoreStep& step : core.steps) {
            if (step.kind == CoreStep::Kind::acquire || step.kind == CoreStep::Kind::release) {
                if (step.fifo >= fifos.size()) fail();
                step.fifo = fifos[step.fifo];
            }
            if (step.kind == CoreStep::Kind::call) step.kernel = kernel_index(step.kernel);
            for (CoreStep::Buffer& buffer : step.buffers) {
                buffer.is_local = buffer.index >= fifos.size();
                buffer.index = buffer.is_local ? static_cast<std::uint16_t>(buffer.index - fifos.size()) : fifos[buffer.index];
            }
        }
        program_.cores.push_back(std::move(core));
    }

    /// The FIFO of whose end on this tile the list's locks, depth and objects are.
    [[nodiscard]] std::uint16_t fifo_of(TileAddress tile, const ListBuffer& buffer) const {
        for (std::size_t i = 0; i < routes_.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[i];
            const auto matches = [&](const FifoEnd& end, std::uint8_t acquired, std::uint8_t released) {
                return end.tile == tile && buffer.acquired_lock == acquired && buffer.released_lock == released &&
                       buffer.depth == fifo.depth && buffer.bytes == fifo.object_bytes;
            };
            const FifoEnd& source = routes_[i].source;
            if (matches(source, source.free_lock, source.filled_lock)) return static_cast<std::uint16_t>(i);
            for (const FifoEnd& end : routes_[i].destinations)
                if (matches(end, end.filled_lock, end.free_lock)) return static_cast<std::uint16_t>(i);
        }
        fail();
    }

    std::uint16_t kernel_index(std::uint16_t number) {
        if (number >= core_kernels().size()) fail();
        const std::string name(core_kernels()[number].name);
        const auto found = std::ranges::find(program_.kernels, name);
        const auto index = static_cast<std::uint16_t>(found - program_.kernels.begin());
        if (found == program_.kernels.end()) program_.kernels.push_back(name);
        return index;
    }

    void read_task(const ShimTask& task) {
        for (std::size_t i = 0; i < routes_.size(); ++i) {
            const FifoEnd& end = task.is_source ? routes_[i].source : routes_[i].destinations.front();
            if (end.tile.row != 0 || end.tile.column != task.column || end.channel != task.channel) continue;
            program_.transfers.push_back(
                {.fifo = static_cast<std::uint16_t>(i), .argument = task.argument, .pattern = task.pattern, .repeat = task.repeat});
            return;
        }
        fail();
    }

    const ArrayConfiguration& configuration_;
    const std::vector<FifoRoute>& routes_;
    ArrayProgram program_;
};

}  // namespace

ArrayProgram program_of(const ArrayConfiguration& configuration, const std::vector<ObjectFifo>& overlay_fifos,
                        const std::vector<FifoRoute>& routes) {
    ArrayProgram program = ProgramReader(configuration, overlay_fifos, routes).read();
    // Locks, addresses and whatever else was not looked at: all as they would be written.
    if (configure(program) != configuration) ProgramReader::fail();
    return program;
}

}  // namespace tilescribe::npu
