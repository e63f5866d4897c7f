// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/iron_text.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

// One statement a line, in the order of the program; parse_iron_text() reads exactly this. All memory is typed as 32-bit words, so
// sizes, strides and offsets are the descriptors' own.
namespace tilescribe::npu {
namespace {

constexpr const char* preamble = R"(import numpy as np
from aie.dialects.aie import *
from aie.dialects.aiex import *
from aie.extras.context import mlir_mod_ctx
from aie.helpers.dialects.ext.scf import _for as range_

declared = {}


def words(count):
    return np.ndarray[(count,), np.dtype[np.int32]]


def dispatch(kernel, buffers, parameters):
    # One symbol for each combination of buffer sizes; build_xclbin makes these entries, which add the offsets.
    sizes = [buffer.type.shape[0] for buffer, offset in buffers]
    name = "_".join([kernel, *map(str, sizes)])
    numbers = [offset for buffer, offset in buffers] + parameters
    if name not in declared:
        declared[name] = external_func(name, inputs=[words(size) for size in sizes] + [np.int32] * len(numbers))
    declared[name](*[buffer for buffer, offset in buffers], *numbers)


)";

std::string tile_name(TileAddress tile) {
    return "tile_" + std::to_string(tile.column) + "_" + std::to_string(tile.row);
}

std::string dimensions(const AccessPattern& pattern) {
    std::string text = "[";
    for (const auto& [size, stride] : pattern.dimensions)
        text += (text.size() > 1 ? ", (" : "(") + std::to_string(size) + ", " + std::to_string(stride) + ")";
    return text + "]";
}

template <typename Items, typename Name>
std::string list(const Items& items, Name name) {
    std::string text = "[";
    for (const auto& item : items) text += (text.size() > 1 ? ", " : "") + name(item);
    return text + "]";
}

std::string type(std::uint32_t bytes) {
    return "words(" + std::to_string(bytes / 4) + ")";
}

class IronWriter {
public:
    explicit IronWriter(const ArrayProgram& program) : program_(program) {}

    std::string text() {
        out_ << "# Written by Tilescribe from the array program that its emulated array runs.\n# name: " << program_.name
             << "\n# macs: " << program_.macs << "\n# int8 peak: " << (program_.uses_int8_peak ? 1 : 0)
             << "\n# kernels: " << list(program_.kernels, [](const std::string& kernel) { return kernel; }) << "\n"
             << preamble << "@device(AIEDevice." << (program_.generation == ArrayGeneration::npu1 ? "npu1" : "npu2")
             << ")\ndef design():\n";
        write_tiles();
        write_fifos();
        for (const CoreProgram& core : program_.cores) write_core(core);
        write_sequence();
        out_ << "\n\nwith mlir_mod_ctx() as context:\n    design()\n    print(context.module)\n";
        return out_.str();
    }

private:
    void write_tiles() {
        std::vector<TileAddress> known;
        const auto add = [&](TileAddress tile) {
            if (std::find(known.begin(), known.end(), tile) != known.end()) return;
            known.push_back(tile);
            out_ << "    " << tile_name(tile) << " = tile(" << int{tile.column} << ", " << int{tile.row} << ")\n";
        };
        for (const ObjectFifo& fifo : program_.fifos) {
            add(fifo.producer);
            for (const TileAddress consumer : fifo.consumers) add(consumer);
        }
    }

    void write_fifos() {
        for (const ObjectFifo& fifo : program_.fifos) {
            if (fifo.to_stream.offset != 0 || fifo.from_stream.offset != 0)
                throw std::invalid_argument("an object FIFO's pattern begins at its object's first word");
            out_ << "    " << fifo.name << " = object_fifo(\"" << fifo.name << "\", " << tile_name(fifo.producer) << ", "
                 << list(fifo.consumers, tile_name) << ", " << fifo.depth << ", " << type(fifo.object_bytes) << ", "
                 << dimensions(fifo.to_stream) << ", "
                 << list(fifo.consumers, [&](TileAddress) { return dimensions(fifo.from_stream); }) << ")\n";
            if (fifo.repeat != 1) out_ << "    " << fifo.name << ".set_repeat_count(" << fifo.repeat << ")\n";
        }
        const auto name = [this](std::uint16_t fifo) { return program_.fifos.at(fifo).name; };
        const auto words = [](std::uint32_t bytes) { return std::to_string(bytes / 4); };
        for (const FifoLink& link : program_.links) {
            const bool joins = link.inputs.size() > 1;
            out_ << "    object_fifo_link(" << list(link.inputs, name) << ", " << list(link.outputs, name) << ", "
                 << (joins ? list(link.offsets, words) : "[]") << ", " << (joins ? "[]" : list(link.offsets, words)) << ")\n";
        }
    }

    [[nodiscard]] std::string port(const CoreProgram& core, const ObjectFifo& fifo) const {
        return fifo.producer == core.tile ? "ObjectFifoPort.Produce" : "ObjectFifoPort.Consume";
    }

    void write_core(const CoreProgram& core) {
        const std::string place = std::to_string(core.tile.column) + "_" + std::to_string(core.tile.row);
        const auto local = [&place](std::size_t index) { return "local_" + place + "_" + std::to_string(index); };
        out_ << "\n";
        for (std::size_t i = 0; i < core.local_bytes.size(); ++i)
            out_ << "    " << local(i) << " = buffer(" << tile_name(core.tile) << ", " << type(core.local_bytes[i]) << ", \""
                 << local(i) << "\")\n";
        out_ << "\n    @core(" << tile_name(core.tile) << ", \"tilescribe_kernels.o\", stack_size=0x800)\n    def core_" << place
             << "():\n        for _ in range_(0xFFFFFFFF):\n";
        std::size_t depth = 3;
        for (const CoreStep& step : core.steps) {
            if (step.kind == CoreStep::Kind::end) {
                --depth;
                continue;
            }
            out_ << std::string(4 * depth, ' ');
            if (step.kind == CoreStep::Kind::loop) {
                out_ << "for _ in range_(" << step.count << "):\n";
                ++depth;
            } else if (step.kind == CoreStep::Kind::call) {
                const auto operand = [&](const CoreStep::Buffer& buffer) {
                    return "(" + (buffer.is_local ? local(buffer.index) : "object_" + program_.fifos.at(buffer.index).name) + ", " +
                           std::to_string(buffer.offset / 4) + ")";
                };
                out_ << "dispatch(\"" << program_.kernels.at(step.kernel) << "\", " << list(step.buffers, operand) << ", "
                     << list(step.parameters, [](std::int32_t value) { return std::to_string(value); }) << ")\n";
            } else {
                const ObjectFifo& fifo = program_.fifos.at(step.fifo);
                if (step.kind == CoreStep::Kind::acquire) out_ << "object_" << fifo.name << " = ";
                out_ << fifo.name << (step.kind == CoreStep::Kind::acquire ? ".acquire(" : ".release(") << port(core, fifo)
                     << ", 1)\n";
            }
        }
    }

    /// Four descriptors for each FIFO of a shim tile, taken in turn; a task waits for the one that had its descriptor before. A
    /// repetition is an outermost dimension of stride 0.
    void write_sequence() {
        constexpr std::uint32_t queue = 4;
        std::string arguments;
        for (std::size_t i = 0; i < program_.argument_bytes.size(); ++i)
            arguments += (i == 0 ? "" : ", ") + std::string("argument_") + std::to_string(i);
        out_ << "\n    @runtime_sequence(";
        for (std::size_t i = 0; i < program_.argument_bytes.size(); ++i)
            out_ << (i == 0 ? "" : ", ") << type(program_.argument_bytes[i]);
        out_ << ")\n    def sequence(" << arguments << "):\n";
        std::vector<std::uint32_t> issued(program_.fifos.size());
        for (const ShimTransfer& transfer : program_.transfers) {
            const ObjectFifo& fifo = program_.fifos.at(transfer.fifo);
            const std::uint32_t number = issued[transfer.fifo]++;
            if (number >= queue) out_ << "        dma_wait(" << fifo.name << ")\n";
            const std::uint32_t kind = fifo.producer.row != 0 ? 2 : fifo.name.starts_with("a_") ? 0 : 1;
            AccessPattern pattern = transfer.pattern;
            pattern.dimensions.insert(pattern.dimensions.begin(), 4 - pattern.dimensions.size(), {1, 0});
            if (transfer.repeat > 1) pattern.dimensions.front() = {transfer.repeat, 0};
            const auto size = [](const AccessPattern::Dimension& dimension) { return std::to_string(dimension.size); };
            const auto stride = [](const AccessPattern::Dimension& dimension) { return std::to_string(dimension.stride); };
            out_ << "        npu_dma_memcpy_nd(metadata=" << fifo.name << ", bd_id=" << queue * kind + number % queue
                 << ", mem=argument_" << transfer.argument << ", offsets=[0, 0, 0, " << pattern.offset
                 << "], sizes=" << list(pattern.dimensions, size) << ", strides=" << list(pattern.dimensions, stride)
                 << ", issue_token=True)\n";
        }
        for (std::size_t i = 0; i < issued.size(); ++i)
            for (std::uint32_t pending = std::min(issued[i], queue); pending > 0; --pending)
                out_ << "        dma_wait(" << program_.fifos[i].name << ")\n";
    }

    const ArrayProgram& program_;
    std::ostringstream out_;
};

}  // namespace

std::string iron_text(const ArrayProgram& program) {
    return IronWriter(program).text();
}

}  // namespace tilescribe::npu
