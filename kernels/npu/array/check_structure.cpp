// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/program_checks.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tilescribe::npu {
namespace {

constexpr std::uint32_t most_depth = 64;

class StructureCheck {
public:
    StructureCheck(const ArrayProgram& program, const DeviceParameters& device, Complaints& complaints)
        : program_(program), device_(device), complaints_(complaints) {}

    void run() {
        check_cores();
        for (const ObjectFifo& fifo : program_.fifos) check_fifo(fifo);
        if (!complaints_.empty()) return;
        for (const FifoLink& link : program_.links) check_link(link);
        check_tile_ends();
        for (const ShimTransfer& transfer : program_.transfers) check_transfer(transfer);
    }

private:
    using Ends = std::multiset<std::size_t>;

    [[nodiscard]] bool exists(TileAddress tile) const { return tile.column < device_.columns && tile.row < 2 + device_.core_rows; }

    void check_cores() {
        for (const CoreProgram& core : program_.cores) {
            if (!exists(core.tile) || core.tile.row < 2)
                complaints_.add("There is no core at ", tile_name(core.tile), " of ", device_.name, ".");
            if (!cores_.insert({core.tile.column, core.tile.row}).second)
                complaints_.add(tile_name(core.tile), " has two step lists.");
        }
    }

    void check_fifo(const ObjectFifo& fifo) {
        if (fifo.object_bytes == 0 || fifo.object_bytes % 4 != 0)
            complaints_.add(fifo_name(fifo), " has objects of ", fifo.object_bytes, " bytes; a DMA moves whole 32-bit words.");
        if (fifo.depth == 0 || fifo.depth > most_depth)
            complaints_.add(fifo_name(fifo), " has a depth of ", fifo.depth, "; 1 to ", most_depth, " are possible.");
        if (fifo.repeat == 0 || fifo.repeat > device_.largest_repeat)
            complaints_.add(fifo_name(fifo), " repeats ", fifo.repeat, " times; 1 to ", device_.largest_repeat, " are possible.");
        if (fifo.repeat > 1 && fifo.producer.row != 1)
            complaints_.add(fifo_name(fifo), " repeats its objects, which only a memory tile can do.");
        if (fifo.consumers.empty()) {
            complaints_.add(fifo_name(fifo), " has no consumer.");
            return;
        }
        check_end(fifo, fifo.producer);
        for (const TileAddress consumer : fifo.consumers) check_end(fifo, consumer);
        if (fifo.consumers.size() > 1 && std::ranges::any_of(fifo.consumers, [](TileAddress tile) { return tile.row < 2; }))
            complaints_.add(fifo_name(fifo), " is broadcast to something else than cores.");
        if (fifo.producer.row == 0 && fifo.consumers.front().row == 0)
            complaints_.add(fifo_name(fifo), " begins and ends in the shim row.");
        for (auto i = fifo.consumers.begin(); i != fifo.consumers.end(); ++i)
            if (*i == fifo.producer || std::find(fifo.consumers.begin(), i, *i) != i)
                complaints_.add(fifo_name(fifo), " has the same tile, ", tile_name(*i), ", at two of its ends.");
    }

    void check_end(const ObjectFifo& fifo, TileAddress tile) {
        if (!exists(tile))
            complaints_.add(fifo_name(fifo), " ends at ", tile_name(tile), ", which ", device_.name, " does not have.");
        else if (tile.row >= 2 && !cores_.contains({tile.column, tile.row}))
            complaints_.add(fifo_name(fifo), " ends at ", tile_name(tile), ", which has no step list.");
    }

    void check_link(const FifoLink& link) {
        const auto known = [this](std::uint16_t fifo) { return fifo < program_.fifos.size(); };
        if (!std::ranges::all_of(link.inputs, known) || !std::ranges::all_of(link.outputs, known)) {
            complaints_.add("A link names a FIFO that does not exist.");
            return;
        }
        if (link.inputs.empty() || link.outputs.empty() || (link.inputs.size() > 1 && link.outputs.size() > 1)) {
            complaints_.add("A link has ", link.inputs.size(), " inputs and ", link.outputs.size(),
                            " outputs; one of them must be one.");
            return;
        }
        const std::size_t parts = std::max(link.inputs.size(), link.outputs.size());
        if (link.offsets.size() != parts && !(parts == 1 && link.offsets.empty()))
            complaints_.add("A link of ", parts, " parts has ", link.offsets.size(), " offsets.");
        if (std::ranges::any_of(link.offsets,
                                [this](std::uint32_t offset) { return offset % 4 != 0 || offset > device_.tile_memory; }))
            complaints_.add("A link's offset is no multiple of 4 bytes or lies outside the memory tile.");
        const TileAddress tile = program_.fifos[link.outputs.front()].producer;
        for (const std::uint16_t input : link.inputs) {
            linked_inputs_.insert(input);
            if (program_.fifos[input].consumers.front() != tile || tile.row != 1)
                complaints_.add(fifo_name(program_.fifos[input]), " does not end in the memory tile of its link.");
        }
        for (const std::uint16_t output : link.outputs) {
            linked_outputs_.insert(output);
            if (program_.fifos[output].producer != tile)
                complaints_.add(fifo_name(program_.fifos[output]), " does not begin in the memory tile of its link.");
        }
    }

    void check_tile_ends() {
        for (std::size_t i = 0; i < program_.fifos.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[i];
            if (linked_inputs_.count(i) != (fifo.consumers.front().row == 1 ? 1U : 0U))
                complaints_.add(fifo_name(fifo), " is the input of ", linked_inputs_.count(i),
                                " links; an end in a memory tile belongs to one link, others to none.");
            if (linked_outputs_.count(i) != (fifo.producer.row == 1 ? 1U : 0U))
                complaints_.add(fifo_name(fifo), " is the output of ", linked_outputs_.count(i),
                                " links; an end in a memory tile belongs to one link, others to none.");
        }
    }

    void check_transfer(const ShimTransfer& transfer) {
        if (transfer.fifo >= program_.fifos.size()) {
            complaints_.add("A transfer names a FIFO that does not exist.");
            return;
        }
        const ObjectFifo& fifo = program_.fifos[transfer.fifo];
        if (fifo.producer.row != 0 && fifo.consumers.front().row != 0)
            complaints_.add("A transfer is about ", fifo_name(fifo), ", which does not reach the shim row.");
        if (transfer.argument >= program_.argument_bytes.size())
            complaints_.add("A transfer of ", fifo_name(fifo), " is about argument ", transfer.argument, ", which does not exist.");
    }

    const ArrayProgram& program_;
    const DeviceParameters& device_;
    Complaints& complaints_;
    std::set<std::pair<int, int>> cores_;
    Ends linked_inputs_;
    Ends linked_outputs_;
};

}  // namespace

void check_structure(const ArrayProgram& program, const DeviceParameters& device, Complaints& complaints) {
    StructureCheck(program, device, complaints).run();
}

std::vector<std::string> check_program(const ArrayProgram& program, const KernelSet& kernels) {
    const DeviceParameters& device = device_parameters(program.generation);
    Complaints complaints;
    check_structure(program, device, complaints);
    if (complaints.empty()) check_patterns(program, device, complaints);
    if (complaints.empty()) check_steps(program, kernels, complaints);
    if (complaints.empty()) check_resources(program, device, kernels, complaints);
    return complaints.take();
}

}  // namespace tilescribe::npu
