// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/npu_designs.h"

#include "app/cli/output_files.h"
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/designs/overlay_text.h"
#include "kernels/npu/designs/transaction.h"
#include "kernels/npu/runtime/xrt_plugin.h"

#include <fstream>
#include <span>
#include <string>

namespace tilescribe {
namespace {

void write_file(const std::filesystem::path& path, std::span<const char> bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) throw OutputFileError("The design " + path.string() + " cannot be written.");
}

}  // namespace

void write_npu_designs(const npu::SimulatedWindow& window, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw OutputFileError("The folder " + folder.string() + " cannot be made: " + error.message() + ".");
    for (const npu::SimulatedKernel& kernel : window.kernels) {
        const npu::ArrayProgram program = npu::deserialise(kernel.words);
        const std::vector<std::uint32_t> words = npu::transaction(npu::configure(program));
        write_file(folder / "overlay.mlir", npu::overlay_text(program));
        write_file(folder / npu::instruction_file(kernel.words), {reinterpret_cast<const char*>(words.data()), 4 * words.size()});
    }
}

}  // namespace tilescribe
