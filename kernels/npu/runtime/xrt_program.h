// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/runtime/xrt_plugin.h"
#include "kernels/npu/runtime/xrt_version.h"

#include <vector>

namespace tilescribe::npu {

/// An instruction stream in the device's instruction memory, and what is known of the arguments that it takes.
class XrtProgram final : public LoadedProgram {
public:
    struct Argument {
        std::size_t bytes = 0;
        bool is_written = false;  ///< by the device
    };

    /// Throws NpuFault (refused).
    XrtProgram(const xrt::device& device, const XrtDeviceOptions& options, xrt::memory_group bank,
               std::span<const std::uint32_t> words, const void* owner);

    [[nodiscard]] const xrt::bo& instructions() const noexcept { return instructions_; }
    [[nodiscard]] std::uint32_t instruction_count() const noexcept { return count_; }
    [[nodiscard]] std::span<const Argument> arguments() const noexcept { return arguments_; }
    [[nodiscard]] const void* owner() const noexcept { return owner_; }

private:
    std::vector<Argument> arguments_;
    xrt::bo instructions_;
    std::uint32_t count_ = 0;
    const void* owner_;
};

}  // namespace tilescribe::npu
