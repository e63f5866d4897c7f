// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_buffer.h"

#include "kernels/npu/runtime/xrt_fault.h"

#include <stdexcept>
#include <string>

namespace tilescribe::npu {
namespace {

constexpr std::size_t cache_line = 64;

xrt::bo allocate(const xrt::device& device, std::size_t bytes, xrt::memory_group bank) {
    try {
        return {device, bytes, xrt::bo::flags::host_only, bank};
    } catch (const std::exception& error) {
        throw xrt_fault(XrtStep::allocate_buffer, error);
    }
}

}  // namespace

XrtBuffer::XrtBuffer(const xrt::device& device, std::size_t bytes, xrt::memory_group bank, const void* owner)
    : object_(allocate(device, bytes, bank)), bank_(bank), owner_(owner), host_(object_.map<std::byte*>(), bytes) {}

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
    throw std::logic_error("Part of a cache line would go to a buffer that the NPU has written: read the buffer back first.");
}

void XrtBuffer::sync_to_device(std::size_t offset, std::size_t bytes) {
    check_range(offset, bytes);
    if (bytes == 0) return;
    if (device_wrote_) check_lines(offset, bytes);
    try {
        object_.sync(XCL_BO_SYNC_BO_TO_DEVICE, bytes, offset);
    } catch (const std::exception& error) {
        throw xrt_fault(XrtStep::transfer, error);
    }
    if (bytes == host_.size()) device_wrote_ = false;
}

void XrtBuffer::sync_from_device(std::size_t offset, std::size_t bytes) {
    check_range(offset, bytes);
    if (bytes == 0) return;
    try {
        object_.sync(XCL_BO_SYNC_BO_FROM_DEVICE, bytes, offset);
    } catch (const std::exception& error) {
        throw xrt_fault(XrtStep::transfer, error);
    }
    if (bytes == host_.size()) device_wrote_ = false;
}

}  // namespace tilescribe::npu
