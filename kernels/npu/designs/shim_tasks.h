// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"

#include <cstdint>
#include <vector>

namespace tilescribe::npu {

/// A walk over an argument, as many nested loops as it takes, the outermost first; sizes and strides in words.
struct Walk {
    std::uint16_t argument = 0;
    std::int64_t offset = 0;
    std::vector<AccessPattern::Dimension> loops;
    std::uint32_t repeat = 1;
    std::int64_t moments = 0;  ///< that one repetition takes: where it becomes several tasks, they are spread over these
};

/// The transfers of a program, collected in the order in which the array needs them: the controller issues one after the other, so
/// a task must never wait behind one that is needed later.
class ShimTasks {
public:
    /// `moment`: a number that grows with the time at which the first word is needed. The walk becomes as few tasks as the
    /// descriptors allow (neighbouring loops merged, sizes above 1,023 split, what is left beyond four loops unrolled).
    void add(std::int64_t moment, std::uint16_t fifo, const Walk& walk);
    /// Tasks by moment; those of one moment in the order of add().
    [[nodiscard]] std::vector<ShimTransfer> in_order() const;

private:
    struct Task {
        std::int64_t moment;
        ShimTransfer transfer;
    };
    std::vector<Task> tasks_;
};

}  // namespace tilescribe::npu
