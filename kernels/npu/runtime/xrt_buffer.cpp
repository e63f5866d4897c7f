// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_buffer.h"

#include "kernels/npu/runtime/xrt_fault.h"

#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

constexpr std::size_t cache_line = 64;

template <typename Work>
auto at(XrtStep step, Work work) {
    try {
        return work();
    } catch (const std::exception& error) {
        throw xrt_fault(step, error);
    }
}

}  // namespace

XrtBuffer::XrtBuffer(const xrt::device& device, std::size_t bytes, xrt::memory_group bank, const void* owner)
    : object_(at(XrtStep::allocate_buffer, [&] { return xrt::bo(device, bytes, xrt::bo::flags::host_only, bank); })),
      bank_(bank),
      owner_(owner),
      host_(at(XrtStep::allocate_buffer, [&] { return object_.map<std::byte*>(); }), bytes) {}

void XrtBuffer::check_range(std::size_t offset, std::size_t bytes) const {
    if (offset > host_.size() || bytes > host_.size() - offset)
        throw std::out_of_range("A transfer of " + std::to_string(bytes) + " bytes from " + std::to_string(offset) +
                                " leaves a buffer of " + std::to_string(host_.size()) + ".");
}

/// The host's caches may hold old lines of what the device wrote. A line that the host writes in part would carry its old rest back
/// over the device's data.
void XrtBuffer::check_lines(std::size_t offset, std::size_t bytes) const {
    const std::size_t end = offset + bytes;
    if (offset % cache_line == 0 && (end % cache_line == 0 || end == host_.size())) return;
    throw NpuFault(FaultKind::run_failed,
                   "Part of a cache line would have gone to a buffer that the NPU has written and nobody has read back.");
}

void XrtBuffer::sync_to_device(std::size_t offset, std::size_t bytes) {
    check_range(offset, bytes);
    if (bytes == 0) return;
    if (device_wrote_) check_lines(offset, bytes);
    at(XrtStep::transfer, [&] { object_.sync(XCL_BO_SYNC_BO_TO_DEVICE, bytes, offset); });
    if (bytes == host_.size()) device_wrote_ = false;
}

void XrtBuffer::sync_from_device(std::size_t offset, std::size_t bytes) {
    check_range(offset, bytes);
    if (bytes == 0) return;
    at(XrtStep::transfer, [&] { object_.sync(XCL_BO_SYNC_BO_FROM_DEVICE, bytes, offset); });
    if (bytes == host_.size()) device_wrote_ = false;
}

}  // namespace tilescribe::npu
