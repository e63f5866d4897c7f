// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/designs/gemm_design.h"

#include <deque>

namespace tilescribe::npu {

/// choose_tiles(), once per problem: a model's layers have few shapes. One thread at a time.
class TileChoices {
public:
    [[nodiscard]] const GemmTiles& for_problem(const GemmProblem& problem);

private:
    struct Choice {
        GemmProblem problem;
        GemmTiles tiles;
    };
    std::deque<Choice> choices_;  ///< references stay valid
};

}  // namespace tilescribe::npu
