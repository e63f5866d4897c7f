// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/npu_designs.h"

#include "kernels/npu/array/array_program.h"
#include "kernels/npu/designs/iron_text.h"
#include "kernels/npu/runtime/xrt_plugin.h"

#include <fstream>
#include <stdexcept>
#include <string>

namespace tilescribe {

void write_npu_designs(const npu::SimulatedWindow& window, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw std::runtime_error("The folder " + folder.string() + " cannot be made: " + error.message() + ".");
    for (const npu::SimulatedKernel& kernel : window.kernels) {
        const std::filesystem::path path =
            folder / std::filesystem::path(npu::instruction_file(kernel.words)).replace_extension(".py");
        std::ofstream file(path);
        file << npu::iron_text(npu::deserialise(kernel.words));
        file.close();
        if (!file) throw std::runtime_error("The design " + path.string() + " cannot be written.");
    }
}

}  // namespace tilescribe
