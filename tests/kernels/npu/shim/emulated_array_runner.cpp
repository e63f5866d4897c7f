// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulated_array_runner.h"

#include "kernels/npu/array/emulated_array.h"

#include <algorithm>
#include <memory>

namespace tilescribe::testing {

ArrayRunner emulated_array_runner(npu::ArrayGeneration generation, int threads) {
    const auto array = std::make_shared<npu::EmulatedArray>(generation, threads);
    return [array](std::span<const std::uint32_t> words, std::span<const std::span<std::byte>> arguments) {
        const auto program = array->load(words);
        const std::size_t wanted = program->program.argument_bytes.size();
        array->run(*program, arguments.first(std::min(wanted, arguments.size())));
    };
}

}  // namespace tilescribe::testing
