// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/designs/log_mel_design.h"

#include <cstdint>
#include <memory>
#include <span>

namespace tilescribe::npu {

/// What the log-mel program reads: its constant tables, resident, and a window's sound.
class LogMelBuffers {
public:
    /// argument_bytes: the program's.
    LogMelBuffers(ArrayDevice& device, const LogMelProblem& problem, std::span<const std::uint32_t> argument_bytes);

    [[nodiscard]] bool serves(const LogMelProblem& problem) const noexcept { return problem == problem_; }
    [[nodiscard]] DeviceBuffer& sound() const noexcept { return *sound_; }
    [[nodiscard]] DeviceBuffer& tables() const noexcept { return *tables_; }
    [[nodiscard]] DeviceBuffer& rows() const noexcept { return *rows_; }

    /// Uploads a window: samples as KernelBackend::log_mel() has them; frames from n_frames on become zeros. Bytes.
    std::int64_t write(std::span<const float> samples, std::int64_t n_frames, float maximum);

private:
    LogMelProblem problem_;
    std::unique_ptr<DeviceBuffer> sound_, tables_, rows_;
};

}  // namespace tilescribe::npu
