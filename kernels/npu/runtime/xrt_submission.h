// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/runtime/xrt_version.h"

#include <chrono>
#include <memory>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// Runs on their way through one context, in order. Where XRT has runlists a list is one command; otherwise at most four are
/// pending, as many as a context takes. After a fault the object must outlive the context: the device may still be busy with it.
class XrtSubmission {
public:
    explicit XrtSubmission(std::vector<xrt::run> runs) : runs_(std::move(runs)) {}

    /// How long each run took, as the host saw it. Throws NpuFault.
    [[nodiscard]] std::vector<std::chrono::nanoseconds> execute(const XrtContext& context, std::chrono::milliseconds timeout);

private:
    std::vector<xrt::run> runs_;
    std::shared_ptr<void> list_;  ///< the runlist in execution
};

}  // namespace tilescribe::npu
