// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/routes.h"

#include "kernels/npu/array/array_graph.h"

#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace tilescribe::npu {
namespace {

class RouteBuilder {
public:
    explicit RouteBuilder(const ArrayProgram& program) : program_(program), routes_(program.fifos.size()) {}

    std::vector<FifoRoute> build() {
        for (std::size_t i = 0; i < routes_.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[i];
            if (is_shared_memory(fifo)) throw std::invalid_argument("the overlay has no buffers that two cores share");
            routes_[i].source = end(fifo.producer, true);
            for (const TileAddress consumer : fifo.consumers) routes_[i].destinations.push_back(end(consumer, false));
        }
        for (const FifoLink& link : program_.links) {
            if (link.outputs.size() != 1) throw std::invalid_argument("the overlay has no link with several outputs");
            for (std::size_t part = 0; part < link.inputs.size(); ++part) {
                FifoEnd& input = routes_.at(link.inputs[part]).destinations.front();
                take_locks(input);
                FifoEnd& output = routes_.at(link.outputs.front()).source;
                if (part == 0) std::tie(output.free_lock, output.filled_lock) = std::pair(input.free_lock, input.filled_lock);
            }
        }
        return std::move(routes_);
    }

private:
    FifoEnd end(TileAddress tile, bool is_source) {
        FifoEnd result{.tile = tile, .channel = channels_[{tile.column, tile.row, is_source}]++};
        if (tile.row > 1) take_locks(result);
        return result;
    }
    void take_locks(FifoEnd& end) {
        std::uint8_t& next = locks_[{end.tile.column, end.tile.row}];
        end.free_lock = next++;
        end.filled_lock = next++;
    }

    const ArrayProgram& program_;
    std::vector<FifoRoute> routes_;
    std::map<std::tuple<int, int, bool>, std::uint8_t> channels_;
    std::map<std::pair<int, int>, std::uint8_t> locks_;
};

}  // namespace

std::vector<FifoRoute> routes_of(const ArrayProgram& program) {
    return RouteBuilder(program).build();
}

}  // namespace tilescribe::npu
