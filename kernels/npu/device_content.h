// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

namespace tilescribe::npu {

/// A new buffer with this content and zeros behind it, on the device as well. Throws NpuFault: then there is no buffer.
[[nodiscard]] inline std::unique_ptr<DeviceBuffer> uploaded(ArrayDevice& device, std::span<const std::byte> content,
                                                            std::size_t least_bytes = 0) {
    auto buffer = device.allocate(std::max(content.size(), least_bytes));
    const std::span<std::byte> host = buffer->host();
    std::ranges::fill(host.subspan(content.size()), std::byte{0});
    std::ranges::copy(content, host.begin());
    buffer->sync_to_device(0, host.size());
    return buffer;
}

}  // namespace tilescribe::npu
