// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/overlay_text.h"

#include "kernels/npu/aie/dispatcher.h"
#include "kernels/npu/array/core_memory.h"
#include "kernels/npu/array/device_table.h"
#include "kernels/npu/designs/registers.h"

#include <algorithm>
#include <sstream>

// MLIR of the aie dialect, one statement a line; parse_overlay_text() reads exactly this. Every buffer argument of the kernel in
// the xclbin is one of the empty run-time sequence: programs have up to five.
namespace tilescribe::npu {
namespace {

std::string place(TileAddress tile) {
    return std::to_string(tile.column) + "_" + std::to_string(tile.row);
}

class OverlayWriter {
public:
    explicit OverlayWriter(const ArrayProgram& program)
        : program_(program), routes_(routes_of(program)), device_(device_parameters(program.generation)) {}

    std::string text() {
        const std::uint32_t words = (device_.core_memory - device_.core_stack - core_constant_bytes) / 4;
        const std::string memory = "memref<" + std::to_string(words) + "xi32>";
        out_ << "// Written by Tilescribe: what all of its programs share on this device. See docs/npu.md.\nmodule {\n  aie.device("
             << (program_.generation == ArrayGeneration::npu1 ? "npu1" : "npu2") << ") {\n";
        write_tiles();
        for (std::size_t i = 0; i < routes_.size(); ++i) write_fifo(program_.fifos[i], routes_[i]);
        out_ << "    func.func private @tilescribe_core(" << memory << ") attributes {link_with = \"tilescribe_core.o\"}\n";
        for (const CoreProgram& core : program_.cores) write_core(core.tile, memory);
        out_ << "    aie.runtime_sequence(";
        for (int i = 0; i < 5; ++i) out_ << (i == 0 ? "" : ", ") << "%bo" << i << " : memref<1xi32>";
        out_ << ") {\n    }\n  }\n}\n";
        return out_.str();
    }

private:
    void write_tiles() {
        std::vector<TileAddress> known;
        const auto add = [&](const FifoEnd& end) {
            const TileAddress tile = end.tile;
            if (std::ranges::find(known, tile) != known.end()) return;
            known.push_back(tile);
            out_ << "    %tile_" << place(tile) << " = aie.tile(" << int{tile.column} << ", " << int{tile.row} << ")";
            if (tile.row == 0) out_ << " {controller_id = #aie.packet_info<pkt_type = 0, pkt_id = " << shim_controller << ">}";
            out_ << "\n";
        };
        for (const FifoRoute& route : routes_) {
            add(route.source);
            for (const FifoEnd& end : route.destinations) add(end);
        }
    }

    void write_lock(const std::string& name, TileAddress tile, std::uint32_t id) {
        out_ << "    %" << name << " = aie.lock(%tile_" << place(tile) << ", " << id << ") {init = 0 : i32, sym_name = \"" << name
             << "\"}\n";
    }
    void write_locks(const ObjectFifo& fifo, const FifoEnd& end) {
        write_lock(fifo.name + "_free_" + place(end.tile), end.tile, end.free_lock);
        write_lock(fifo.name + "_filled_" + place(end.tile), end.tile, end.filled_lock);
    }
    void write_fifo(const ObjectFifo& fifo, const FifoRoute& route) {
        out_ << "    // FIFO " << fifo.name << "\n";
        for (const FifoEnd& end : route.destinations)
            out_ << "    aie.flow(%tile_" << place(route.source.tile) << ", DMA : " << int{route.source.channel} << ", %tile_"
                 << place(end.tile) << ", DMA : " << int{end.channel} << ")\n";
        if (route.source.tile.row > 1) write_locks(fifo, route.source);
        for (const FifoEnd& end : route.destinations)
            if (end.tile.row > 0) write_locks(fifo, end);
    }

    void write_core(TileAddress tile, const std::string& memory) {
        const std::string name = place(tile);
        write_lock("start_" + name, tile, dispatcher::start_lock);
        out_ << "    %memory_" << name << " = aie.buffer(%tile_" << name << ") {address = " << device_.core_stack
             << " : i32, sym_name = \"memory_" << name << "\"} : " << memory << "\n    %core_" << name << " = aie.core(%tile_"
             << name << ") {\n      func.call @tilescribe_core(%memory_" << name << ") : (" << memory
             << ") -> ()\n      aie.end\n    } {stack_size = " << device_.core_stack << " : i32}\n";
    }

    const ArrayProgram& program_;
    std::vector<FifoRoute> routes_;
    const DeviceParameters& device_;
    std::ostringstream out_;
};

}  // namespace

std::string overlay_text(const ArrayProgram& program) {
    return OverlayWriter(program).text();
}

}  // namespace tilescribe::npu
