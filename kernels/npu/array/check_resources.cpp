// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/array_graph.h"
#include "kernels/npu/array/core_memory.h"
#include "kernels/npu/array/pattern_cursor.h"
#include "kernels/npu/array/program_checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace tilescribe::npu {
namespace {

/// What the FIFOs and links of a program take of one tile.
struct TileUsage {
    int channels_in = 0;
    int channels_out = 0;
    std::array<int, 2> descriptors{};  ///< by the parity of their channel
    int locks = 0;
    std::uint64_t bytes = 0;
};

/// As the cores' buffers are laid out.
std::uint64_t aligned(std::uint64_t bytes) {
    return (bytes + dispatcher::alignment - 1) / dispatcher::alignment * dispatcher::alignment;
}

class ResourceCheck {
public:
    ResourceCheck(const ArrayProgram& program, const DeviceParameters& device, const KernelSet& kernels, Complaints& complaints)
        : program_(program), device_(device), kernels_(kernels), complaints_(complaints) {}

    void run() {
        for (const FifoLink& link : program_.links) add_link(link);
        for (const ObjectFifo& fifo : program_.fifos) add_fifo(fifo);
        for (const CoreProgram& core : program_.cores) add_core(core);
        for (const auto& [key, usage] : usage_) {
            const TileAddress tile{.column = key.first, .row = key.second};
            check_tile(tile, usage);
        }
        check_program_memory();
    }

private:
    TileUsage& at(TileAddress tile) { return usage_[{tile.column, tile.row}]; }

    static void add_channel(TileUsage& usage, bool into_tile, std::uint32_t descriptors) {
        int& channels = into_tile ? usage.channels_in : usage.channels_out;
        usage.descriptors.at(static_cast<std::size_t>(channels % 2)) += static_cast<int>(descriptors);
        ++channels;
    }

    /// The joined buffers; a lock pair per part. A descriptor goes round the buffers by its iteration: one for each part, as one
    /// waits for one lock, and where a memory tile sends its objects again, one for each repetition.
    void add_link(const FifoLink& link) {
        const bool joins = link.inputs.size() > 1;
        const ObjectFifo& whole = program_.fifos[joins ? link.outputs.front() : link.inputs.front()];
        TileUsage& usage = at(program_.fifos[link.outputs.front()].producer);
        std::uint64_t buffer = 0;
        const auto parts = static_cast<std::uint32_t>(std::max(link.inputs.size(), link.outputs.size()));
        const auto offset_of = [&link](bool is_part, std::size_t i) {
            return is_part && !link.offsets.empty() ? link.offsets[i] : 0U;
        };
        for (std::size_t i = 0; i < link.inputs.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[link.inputs[i]];
            buffer = std::max(buffer, offset_of(joins, i) + 4 * pattern_end(fifo.from_stream, fifo.object_bytes / 4));
            add_channel(usage, true, joins ? 1 : parts);
        }
        for (std::size_t i = 0; i < link.outputs.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[link.outputs[i]];
            buffer = std::max(buffer, offset_of(!joins, i) + 4 * pattern_end(fifo.to_stream, fifo.object_bytes / 4));
            add_channel(usage, false, (joins ? parts : 1) * fifo.repeat);
            check_lock_values(fifo, whole.depth);
        }
        usage.locks += static_cast<int>(2 * parts);
        usage.bytes += buffer * whole.depth;
    }

    /// A buffer is free when all its repetitions were sent, which its lock counts.
    void check_lock_values(const ObjectFifo& fifo, std::uint32_t depth) {
        constexpr std::uint32_t largest = 63;
        if (std::uint64_t{depth} * fifo.repeat > largest)
            complaints_.add(fifo_name(fifo), " sends ", depth, " buffers ", fifo.repeat, " times each; a lock counts to ", largest,
                            ".");
        if (depth > device_.largest_iteration)
            complaints_.add(fifo_name(fifo), " has ", depth, " buffers in a memory tile; a descriptor goes round ",
                            device_.largest_iteration, " at most.");
    }

    void add_fifo(const ObjectFifo& fifo) {
        const bool shared = is_shared_memory(fifo);
        const auto add_end = [&](TileAddress tile, bool into_tile) {
            if (tile.row == 1) return;  // its link's
            TileUsage& usage = at(tile);
            if (tile.row == 0) {
                add_channel(usage, into_tile, static_cast<std::uint32_t>(device_.task_queue));
                return;
            }
            if (!shared) add_channel(usage, into_tile, fifo.depth);
            if (shared && into_tile) return;  // buffers and locks are the producer's
            usage.locks += 2;
            usage.bytes += static_cast<std::uint64_t>(fifo.depth) * aligned(fifo.object_bytes);
        };
        add_end(fifo.producer, false);
        for (const TileAddress consumer : fifo.consumers) add_end(consumer, true);
    }

    /// Local buffers, the list of steps (all FIFOs that end here are buffers of it), stack and constants.
    void add_core(const CoreProgram& core) {
        const auto ends_here = [&core](const ObjectFifo& fifo) {
            return fifo.producer == core.tile || std::ranges::find(fifo.consumers, core.tile) != fifo.consumers.end();
        };
        const auto fifos = static_cast<std::size_t>(std::ranges::count_if(program_.fifos, ends_here));
        TileUsage& usage = at(core.tile);
        for (const std::uint32_t bytes : core.local_bytes) usage.bytes += aligned(bytes);
        usage.bytes += aligned(4 * step_list_words(core, fifos));
        usage.bytes += device_.core_stack + core_constant_bytes;
        if (fifos + core.local_bytes.size() > dispatcher::most_buffers)
            complaints_.add(tile_name(core.tile), " has ", fifos + core.local_bytes.size(), " buffers; its dispatcher knows ",
                            dispatcher::most_buffers, ".");
    }

    void check_tile(TileAddress tile, const TileUsage& usage) {
        const DmaLimits& limits = tile.row == 0 ? device_.shim_dma : tile.row == 1 ? device_.tile_dma : device_.core_dma;
        // The shim row's "in" is seen from the tile as elsewhere: from the stream into DRAM.
        if (usage.channels_in > limits.channels_in || usage.channels_out > limits.channels_out)
            complaints_.add(tile_name(tile), " needs ", usage.channels_in, " DMA channels in and ", usage.channels_out,
                            " out; it has ", limits.channels_in, " and ", limits.channels_out, ".");
        const int descriptors = usage.descriptors[0] + usage.descriptors[1];
        if (descriptors > limits.descriptors)
            complaints_.add(tile_name(tile), " needs ", descriptors, " buffer descriptors; it has ", limits.descriptors, ".");
        else if (std::max(usage.descriptors[0], usage.descriptors[1]) > limits.descriptors_per_parity)
            complaints_.add(tile_name(tile), " needs ", usage.descriptors[0], " buffer descriptors for its even channels and ",
                            usage.descriptors[1], " for its odd ones; it has ", limits.descriptors_per_parity, " of each.");
        if (usage.locks > limits.locks)
            complaints_.add(tile_name(tile), " needs ", usage.locks, " locks; it has ", limits.locks, ".");
        const std::uint32_t memory = tile.row == 1 ? device_.tile_memory : device_.core_memory;
        if (tile.row != 0 && usage.bytes > memory)
            complaints_.add(tile_name(tile), " needs ", usage.bytes, " bytes of memory",
                            tile.row > 1 ? ", stack and step list counted" : "", "; it has ", memory, ".");
    }

    void check_program_memory() {
        std::uint64_t bytes = device_.dispatcher_bytes;
        std::set<std::string_view> counted;
        for (const std::string& name : program_.kernels)
            if (const CoreKernel* kernel = kernels_.find(name); kernel != nullptr && counted.insert(name).second)
                bytes += kernel->program_bytes;
        if (bytes > device_.program_memory)
            complaints_.add("The core kernels with the dispatcher need ", bytes, " bytes of program memory; a core has ",
                            device_.program_memory, ".");
    }

    const ArrayProgram& program_;
    const DeviceParameters& device_;
    const KernelSet& kernels_;
    Complaints& complaints_;
    std::map<std::pair<std::uint8_t, std::uint8_t>, TileUsage> usage_;
};

}  // namespace

void check_resources(const ArrayProgram& program, const DeviceParameters& device, const KernelSet& kernels,
                     Complaints& complaints) {
    ResourceCheck(program, device, kernels, complaints).run();
}

}  // namespace tilescribe::npu
