// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/kernel_backend.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tilescribe::npu {

/// Log-mel on the CPU backend, from the array's own tables and with its products: for the window at which the CPU takes over, and
/// those after it.
class HostLogMel {
public:
    /// n_mels: 80 or 128.
    HostLogMel(KernelBackend& cpu, std::int64_t n_mels);

    [[nodiscard]] std::int64_t n_mels() const noexcept { return n_mels_; }
    /// As KernelBackend::log_mel(). What lies behind output's columns in its rows becomes zero.
    void run(TensorView samples, float maximum, TensorView output);

private:
    KernelBackend& cpu_;
    std::int64_t n_mels_;
    std::unique_ptr<PreparedLinear> transform_, filters_;
};

}  // namespace tilescribe::npu
