// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/emulated_array.h"

#include "kernels/cpu/physical_cores.h"
#include "kernels/npu/array/program_checks.h"
#include "kernels/npu/array/program_format.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tilescribe::npu {
namespace {

constexpr std::size_t most_cached = 1024;

}  // namespace

std::shared_ptr<const EmulatedProgram> prepare_program(ArrayProgram program, const KernelSet& kernels) {
    const std::vector<std::string> complaints = check_program(program, kernels);
    if (!complaints.empty()) {
        std::string sentence = "The array refuses the program \"" + program.name.substr(0, 80) + "\":";
        for (const std::string& complaint : complaints) sentence += " " + complaint;
        throw NpuFault(FaultKind::refused, sentence);
    }
    auto ready = std::make_shared<EmulatedProgram>();
    ready->program = std::move(program);
    ready->graph = build_graph(ready->program, kernels);
    ready->time = simulate_time(ready->program, ready->graph, device_parameters(ready->program.generation));
    return ready;
}

EmulatedArray::EmulatedArray(ArrayGeneration generation, int threads, const KernelSet& kernels)
    : generation_(generation), kernels_(kernels), pool_(threads > 0 ? threads : physical_core_count()) {}

std::shared_ptr<const EmulatedProgram> EmulatedArray::load(std::span<const std::uint32_t> words) {
    const std::uint32_t sum = check_sum(words);
    const auto [begin, end] = cache_.equal_range(sum);
    const auto found = std::find_if(begin, end, [&](const auto& entry) { return std::ranges::equal(entry.second.words, words); });
    if (found != end) return found->second.program;
    ArrayProgram program = deserialise(words);
    if (program.generation != generation_)
        throw NpuFault(FaultKind::refused, "The program \"" + program.name.substr(0, 80) + "\" is for another generation than " +
                                               std::string(device_parameters(generation_).name) + ".");
    auto ready = prepare_program(std::move(program), kernels_);
    if (cache_.size() >= most_cached) cache_.clear();
    cache_.emplace(sum, Cached{.words = {words.begin(), words.end()}, .program = ready});
    return ready;
}

void EmulatedArray::run(const EmulatedProgram& program, std::span<const std::span<std::byte>> arguments, DataDamage damage) {
    const auto& needed = program.program.argument_bytes;
    if (arguments.size() < needed.size())
        throw NpuFault(FaultKind::run_failed, "The program \"" + program.program.name + "\" takes " +
                                                  std::to_string(needed.size()) + " buffers and got " +
                                                  std::to_string(arguments.size()) + ".");
    for (std::size_t i = 0; i < needed.size(); ++i)
        if (arguments[i].size() < needed[i])
            throw NpuFault(FaultKind::run_failed, "Buffer " + std::to_string(i) + " of the program \"" + program.program.name +
                                                      "\" has " + std::to_string(arguments[i].size()) + " bytes instead of " +
                                                      std::to_string(needed[i]) + ".");
    simulate_data(program.program, program.graph, arguments, pool_, memory_, damage);
}

}  // namespace tilescribe::npu
