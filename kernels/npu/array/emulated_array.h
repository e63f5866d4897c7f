// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_graph.h"
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array/data_simulation.h"
#include "kernels/npu/array/kernel_set.h"
#include "kernels/npu/array/time_simulation.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace tilescribe::npu {

/// A program that passed every check, ready to run, and its time. Immutable.
struct EmulatedProgram {
    ArrayProgram program;
    ArrayGraph graph;
    TimeReport time;
};

/// Checks a program and simulates its time. Throws NpuFault (refused) with every complaint.
[[nodiscard]] std::shared_ptr<const EmulatedProgram> prepare_program(ArrayProgram program,
                                                                     const KernelSet& kernels = KernelSet::real());

/// The array itself, without a device around it: what both the in-process device and the test shim behind XRT run. One thread at
/// a time.
class EmulatedArray {
public:
    /// threads: 0 for as many as the machine has physical cores.
    EmulatedArray(ArrayGeneration generation, int threads, const KernelSet& kernels = KernelSet::real());

    [[nodiscard]] ArrayGeneration generation() const noexcept { return generation_; }
    /// An instruction stream made ready; equal streams are checked and timed once. Throws NpuFault (refused).
    [[nodiscard]] std::shared_ptr<const EmulatedProgram> load(std::span<const std::uint32_t> words);
    /// Runs the program on these arguments' bytes. Throws NpuFault (run_failed) where arguments are missing or too short.
    void run(const EmulatedProgram& program, std::span<const std::span<std::byte>> arguments, DataDamage damage = DataDamage::none);

private:
    struct Cached {
        std::vector<std::uint32_t> words;
        std::shared_ptr<const EmulatedProgram> program;
    };

    ArrayGeneration generation_;
    KernelSet kernels_;
    ThreadPool pool_;
    TileMemory memory_;
    std::unordered_multimap<std::uint32_t, Cached> cache_;  ///< by check sum
};

}  // namespace tilescribe::npu
