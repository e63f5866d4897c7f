// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/overlay_text.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace tilescribe::npu {
namespace {

/// One line, read from left to right.
class Line {
public:
    Line(std::string_view text, int number) : rest_(text), number_(number) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    void expect(std::string_view text) {
        if (!take(text)) fail();
    }
    std::uint8_t number() {
        std::uint8_t value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc()) fail();
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    TileAddress place() {
        TileAddress tile;
        tile.column = number();
        expect("_");
        tile.row = number();
        return tile;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[noreturn]] void fail() const {
        throw std::invalid_argument("line " + std::to_string(number_) +
                                    " of the overlay is not understood: " + std::string(rest_.substr(0, 60)));
    }

private:
    std::string_view rest_;
    int number_;
};

class OverlayParser {
public:
    ParsedOverlay parse(std::string_view text) {
        int number = 0;
        bool has_device = false;
        while (!text.empty()) {
            const std::size_t size = std::min(text.find('\n'), text.size());
            Line line(text.substr(0, size), ++number);
            text.remove_prefix(std::min(size + 1, text.size()));
            if (line.take("aie.device(")) {
                has_device = true;
                result_.generation = line.take("npu1") ? ArrayGeneration::npu1 : ArrayGeneration::npu4;
                line.expect(result_.generation == ArrayGeneration::npu1 ? ") {" : "npu2) {");
            } else {
                statement(line);
            }
        }
        if (!has_device || result_.fifos.empty()) throw std::invalid_argument("this is no overlay");
        return std::move(result_);
    }

private:
    void statement(Line& line) {
        if (line.take("// FIFO ")) {
            result_.fifos.emplace_back().name = line.rest();
            result_.routes.emplace_back();
        } else if (line.take("aie.flow(%tile_")) {
            flow(line);
        } else if (line.take("%tile_")) {
            const TileAddress tile = line.place();
            line.expect(" = aie.tile(" + std::to_string(tile.column) + ", " + std::to_string(tile.row) + ")");
            tiles_.push_back(tile);
        } else if (line.take("%core_")) {
            result_.cores.push_back(known(line));
            line.expect(" = aie.core(%tile_");
        } else if (line.take("%memory_") || line.take("%start_")) {
            static_cast<void>(known(line));
        } else if (line.take("%")) {
            lock(line);
        } else if (line.take("func.call @tilescribe_core(%memory_")) {
            if (result_.cores.empty() || known(line) != result_.cores.back()) line.fail();
        } else if (!line.take("//") && !line.take("module {") && !line.take("func.func private @tilescribe_core(") &&
                   !line.take("aie.end") && !line.take("aie.runtime_sequence(") && !line.take("}")) {
            line.fail();
        }
    }

    TileAddress known(Line& line) {
        const TileAddress tile = line.place();
        if (std::ranges::find(tiles_, tile) == tiles_.end()) line.fail();
        return tile;
    }
    FifoEnd end(Line& line) {
        FifoEnd result{.tile = known(line)};
        line.expect(", DMA : ");
        result.channel = line.number();
        return result;
    }
    void flow(Line& line) {
        if (result_.routes.empty()) line.fail();
        FifoRoute& route = result_.routes.back();
        ObjectFifo& fifo = result_.fifos.back();
        const FifoEnd source = end(line);
        line.expect(", %tile_");
        const FifoEnd destination = end(line);
        line.expect(")");
        if (!route.destinations.empty() && route.source != source) line.fail();
        route.source = source;
        route.destinations.push_back(destination);
        fifo.producer = source.tile;
        fifo.consumers.push_back(destination.tile);
    }
    /// NAME_free_COLUMN_ROW or NAME_filled_COLUMN_ROW of the last FIFO.
    void lock(Line& line) {
        if (result_.fifos.empty()) line.fail();
        line.expect(result_.fifos.back().name + "_");
        const bool is_free = line.take("free_");
        if (!is_free) line.expect("filled_");
        const TileAddress tile = known(line);
        line.expect(" = aie.lock(%tile_" + std::to_string(tile.column) + "_" + std::to_string(tile.row) + ", ");
        FifoRoute& route = result_.routes.back();
        const auto found = std::ranges::find(route.destinations, tile, &FifoEnd::tile);
        if (found == route.destinations.end() && route.source.tile != tile) line.fail();
        FifoEnd& end = found == route.destinations.end() ? route.source : *found;
        (is_free ? end.free_lock : end.filled_lock) = line.number();
    }

    ParsedOverlay result_;
    std::vector<TileAddress> tiles_;
};

}  // namespace

ParsedOverlay parse_overlay_text(std::string_view text) {
    return OverlayParser().parse(text);
}

}  // namespace tilescribe::npu
