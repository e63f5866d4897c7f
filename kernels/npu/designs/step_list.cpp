// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/step_list.h"

#include <algorithm>

namespace tilescribe::npu {

StepList::Buffer StepList::local(std::uint32_t bytes) {
    core_.local_bytes.push_back(bytes);
    return {true, static_cast<std::uint16_t>(core_.local_bytes.size() - 1), 0};
}

void StepList::pass(std::uint16_t fifo, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        acquire(fifo);
        release(fifo);
    }
}

void StepList::call(std::string_view kernel, std::vector<Buffer> buffers, std::vector<std::int32_t> parameters) {
    std::vector<std::string>& kernels = program_.kernels;
    const auto found = std::find(kernels.begin(), kernels.end(), kernel);
    const auto index = static_cast<std::uint16_t>(found - kernels.begin());
    if (found == kernels.end()) kernels.emplace_back(kernel);
    CoreStep step;
    step.kind = CoreStep::Kind::call;
    step.kernel = index;
    step.buffers = std::move(buffers);
    step.parameters = std::move(parameters);
    core_.steps.push_back(std::move(step));
}

void StepList::step(CoreStep::Kind kind, std::uint16_t fifo, std::uint32_t count) {
    CoreStep step;
    step.kind = kind;
    step.fifo = fifo;
    step.count = count;
    core_.steps.push_back(std::move(step));
}

}  // namespace tilescribe::npu
