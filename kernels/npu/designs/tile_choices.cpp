// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/tile_choices.h"

#include <algorithm>

namespace tilescribe::npu {

const GemmTiles& TileChoices::for_problem(const GemmProblem& problem) {
    const auto known = std::ranges::find(choices_, problem, &Choice::problem);
    if (known != choices_.end()) return known->tiles;
    return choices_.emplace_back(Choice{problem, choose_tiles(problem)}).tiles;
}

}  // namespace tilescribe::npu
