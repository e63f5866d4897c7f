// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/program_checks.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace tilescribe::npu {
namespace {

constexpr std::size_t most_nesting = 16;
/// Of one core's list, loops unrolled: keeps a hostile program from running for days.
constexpr double most_steps = 2e7;
constexpr std::uint32_t buffer_alignment = 64;

class StepCheck {
public:
    StepCheck(const ArrayProgram& program, const CoreProgram& core, const KernelSet& kernels, Complaints& complaints)
        : program_(program), core_(core), kernels_(kernels), complaints_(complaints), held_(program.fifos.size()) {}

    void run() {
        double steps = 0;
        double times = 1;
        for (const CoreStep& step : core_.steps) {
            check(step);
            steps += times;
            if (step.kind == CoreStep::Kind::loop) times *= step.count;
            if (step.kind == CoreStep::Kind::end && step_loops_closed_) times /= step_loops_closed_;
            if (!complaints_.empty()) return;
        }
        if (steps > most_steps) complaints_.add(name(), " would take ", steps, " steps; at most ", most_steps, " are accepted.");
        if (!loops_.empty()) complaints_.add(name(), " has a loop without an end.");
        for (std::size_t i = 0; i < held_.size(); ++i)
            if (held_[i] != 0)
                complaints_.add(name(), " ends with ", held_[i], " objects of ", fifo_name(program_.fifos[i]), " not released.");
    }

private:
    struct Loop {
        std::uint32_t count = 0;
        std::vector<std::uint32_t> held;
    };

    [[nodiscard]] std::string name() const { return tile_name(core_.tile); }

    void check(const CoreStep& step) {
        step_loops_closed_ = 0;
        switch (step.kind) {
            case CoreStep::Kind::acquire:
            case CoreStep::Kind::release:
                check_fifo_step(step);
                break;
            case CoreStep::Kind::call:
                check_call(step);
                break;
            case CoreStep::Kind::loop:
                open(step);
                break;
            case CoreStep::Kind::end:
                close();
                break;
        }
    }

    void open(const CoreStep& step) {
        if (step.count == 0) complaints_.add(name(), " has a loop that runs no time.");
        if (loops_.size() == most_nesting) complaints_.add(name(), " has more than ", most_nesting, " loops inside each other.");
        loops_.push_back({.count = step.count, .held = held_});
    }

    void close() {
        if (loops_.empty()) {
            complaints_.add(name(), " has an end without a loop.");
            return;
        }
        const auto [before, now] = std::ranges::mismatch(loops_.back().held, held_);
        if (before != loops_.back().held.end() && loops_.back().count > 1)
            complaints_.add(name(), " holds ", *before, " objects of ",
                            fifo_name(program_.fifos[static_cast<std::size_t>(before - loops_.back().held.begin())]),
                            " where a loop begins and ", *now, " where it ends: acquires and releases are not balanced.");
        step_loops_closed_ = loops_.back().count;
        loops_.pop_back();
    }

    [[nodiscard]] bool is_mine(std::uint16_t fifo) const {
        return fifo < program_.fifos.size() &&
               (program_.fifos[fifo].producer == core_.tile || std::ranges::count(program_.fifos[fifo].consumers, core_.tile) != 0);
    }

    void check_fifo_step(const CoreStep& step) {
        if (!is_mine(step.fifo)) {
            complaints_.add(name(), " acquires or releases objects of FIFO ", step.fifo, ", which does not end there.");
            return;
        }
        const ObjectFifo& fifo = program_.fifos[step.fifo];
        std::uint32_t& held = held_[step.fifo];
        if (step.kind == CoreStep::Kind::acquire && held == fifo.depth)
            complaints_.add(name(), " acquires object ", held + 1, " of ", fifo_name(fifo), ", which has a depth of ", fifo.depth,
                            ".");
        else if (step.kind == CoreStep::Kind::acquire)
            ++held;
        else if (held == 0)
            complaints_.add(name(), " releases an object of ", fifo_name(fifo), " that it did not acquire.");
        else
            --held;
    }

    void check_call(const CoreStep& step) {
        if (step.kernel >= program_.kernels.size()) {
            complaints_.add(name(), " calls kernel ", step.kernel, " of a list of ", program_.kernels.size(), ".");
            return;
        }
        const std::string& kernel = program_.kernels[step.kernel];
        if (kernels_.find(kernel) == nullptr) {
            complaints_.add(name(), " calls the kernel \"", kernel.substr(0, 40), "\", which is not known.");
            return;
        }
        const std::optional<TileUse> use = kernels_.tile_use(program_.generation, kernel, step.parameters);
        if (!use) {
            complaints_.add(name(), " calls ", kernel, " with parameters that it does not take.");
            return;
        }
        if (step.buffers.size() != static_cast<std::size_t>(use->buffers)) {
            complaints_.add(name(), " calls ", kernel, " with ", step.buffers.size(), " buffers instead of ", use->buffers, ".");
            return;
        }
        for (std::size_t i = 0; i < step.buffers.size(); ++i)
            check_operand(step.buffers[i], kernel, use->bytes[i], i >= static_cast<std::size_t>(use->inputs));
    }

    void check_operand(CoreStep::Buffer buffer, const std::string& kernel, std::size_t needed, bool is_output) {
        std::uint64_t bytes = 0;
        if (buffer.is_local) {
            if (buffer.index >= core_.local_bytes.size()) {
                complaints_.add(name(), " calls ", kernel, " with local buffer ", buffer.index, ", which does not exist.");
                return;
            }
            bytes = core_.local_bytes[buffer.index];
        } else {
            if (!is_mine(buffer.index) || held_[buffer.index] == 0) {
                complaints_.add(name(), " calls ", kernel, " with an object of FIFO ", buffer.index, " that it did not acquire.");
                return;
            }
            const ObjectFifo& fifo = program_.fifos[buffer.index];
            bytes = fifo.object_bytes;
            if (is_output && fifo.producer != core_.tile)
                complaints_.add(name(), " lets ", kernel, " write into an object of ", fifo_name(fifo), ", which it only reads.");
        }
        if (buffer.offset % buffer_alignment != 0)
            complaints_.add(name(), " calls ", kernel, " with a buffer at offset ", buffer.offset, ", no multiple of ",
                            buffer_alignment, " bytes.");
        if (buffer.offset + static_cast<std::uint64_t>(needed) > bytes)
            complaints_.add(name(), " calls ", kernel, ", which needs ", needed, " bytes, with a buffer of ", bytes, " at offset ",
                            buffer.offset, ".");
    }

    const ArrayProgram& program_;
    const CoreProgram& core_;
    const KernelSet& kernels_;
    Complaints& complaints_;
    std::vector<std::uint32_t> held_;
    std::vector<Loop> loops_;
    std::uint32_t step_loops_closed_ = 0;  ///< the count of the loop that the last step closed
};

}  // namespace

void check_steps(const ArrayProgram& program, const KernelSet& kernels, Complaints& complaints) {
    for (const CoreProgram& core : program.cores) StepCheck(program, core, kernels, complaints).run();
}

}  // namespace tilescribe::npu
