// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_program.h"

#include "kernels/npu/array/array_program.h"
#include "kernels/npu/runtime/xrt_fault.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace tilescribe::npu {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_instruction_bytes = 16U << 20U;

std::vector<XrtProgram::Argument> arguments_of(const ArrayProgram& program) {
    std::vector<XrtProgram::Argument> arguments(program.argument_bytes.size());
    for (std::size_t index = 0; index < arguments.size(); ++index) arguments[index].bytes = program.argument_bytes[index];
    for (const ShimTransfer& transfer : program.transfers) {
        const std::vector<TileAddress>& ends = program.fifos.at(transfer.fifo).consumers;
        const bool is_out = std::any_of(ends.begin(), ends.end(), [](TileAddress tile) { return tile.row == 0; });
        if (is_out) arguments.at(transfer.argument).is_written = true;
    }
    return arguments;
}

/// The transaction that `bench npu --designs` wrote for these words.
std::vector<std::uint32_t> transaction_of(const fs::path& folder, std::span<const std::uint32_t> words,
                                          const std::string& program) {
    const fs::path file = folder / instruction_file(words);
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(file, error);
    if (error)
        throw NpuFault(FaultKind::refused,
                       "The array's instructions for " + program + " (" + file.string() +
                           ") are missing: \"tilescribe-cli bench npu\" with --device, --model, --type and --designs " +
                           folder.string() + " writes those of a model.");
    if (bytes == 0 || bytes % 4 != 0 || bytes > most_instruction_bytes)
        throw NpuFault(FaultKind::refused, file.string() + " is not an instruction stream.");
    std::vector<std::uint32_t> instructions(bytes / 4);
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(instructions.data()), static_cast<std::streamsize>(bytes));
    if (!stream) throw NpuFault(FaultKind::refused, file.string() + " cannot be read.");
    return instructions;
}

xrt::bo put(const xrt::device& device, xrt::memory_group bank, std::span<const std::uint32_t> words) {
    try {
        xrt::bo object(device, words.size_bytes(), xrt::bo::flags::cacheable, bank);
        std::memcpy(object.map<void*>(), words.data(), words.size_bytes());
        object.sync(XCL_BO_SYNC_BO_TO_DEVICE);
        return object;
    } catch (const std::exception& error) {
        throw xrt_fault(XrtStep::allocate_buffer, error);
    }
}

}  // namespace

XrtProgram::XrtProgram(const xrt::device& device, const XrtDeviceOptions& options, xrt::memory_group bank,
                       std::span<const std::uint32_t> words, const void* owner)
    : owner_(owner) {
    const ArrayProgram program = deserialise(words);
    if (program.generation != options.generation)
        throw NpuFault(FaultKind::refused,
                       "The program " + program.name + " is for another generation of NPU than " + options.name + ".");
    arguments_ = arguments_of(program);
    if (options.instructions.empty()) {
        instructions_ = put(device, bank, words);
        count_ = static_cast<std::uint32_t>(words.size());
        return;
    }
    const std::vector<std::uint32_t> instructions = transaction_of(options.instructions, words, program.name);
    instructions_ = put(device, bank, instructions);
    count_ = static_cast<std::uint32_t>(instructions.size());
}

}  // namespace tilescribe::npu
