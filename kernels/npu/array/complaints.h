// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe::npu {

/// The sentences of a check, the first few of them: a hostile program could deserve millions.
class Complaints {
public:
    static constexpr std::size_t most = 20;

    template <typename... Parts>
    void add(const Parts&... parts) {
        if (sentences_.size() == most) return;
        std::ostringstream text;
        (text << ... << parts);
        sentences_.push_back(std::move(text).str());
    }
    [[nodiscard]] bool empty() const noexcept { return sentences_.empty(); }
    [[nodiscard]] std::vector<std::string> take() noexcept { return std::move(sentences_); }

private:
    std::vector<std::string> sentences_;
};

/// "core (2, 3)", "memory tile (0, 1)", "shim tile (1, 0)".
[[nodiscard]] inline std::string tile_name(TileAddress tile) {
    const std::string kind = tile.row == 0 ? "shim tile" : tile.row == 1 ? "memory tile" : "core";
    return kind + " (" + std::to_string(tile.column) + ", " + std::to_string(tile.row) + ")";
}

/// FIFO "A" in quotes, control characters and excess left out.
[[nodiscard]] inline std::string fifo_name(const ObjectFifo& fifo) {
    std::string name = "FIFO \"";
    for (std::size_t i = 0; i < fifo.name.size() && i < 40; ++i)
        name += fifo.name[i] >= ' ' && fifo.name[i] <= '~' ? fifo.name[i] : '?';
    return name + "\"";
}

}  // namespace tilescribe::npu
