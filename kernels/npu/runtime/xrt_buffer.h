// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/runtime/xrt_version.h"

namespace tilescribe::npu {

/// A data buffer: an XRT host_only buffer object and its mapping. It belongs to the device, not to a context, and so outlives a
/// rebuilt one.
class XrtBuffer final : public DeviceBuffer {
public:
    /// bank: what group_id() says of data arguments. Throws NpuFault (refused).
    XrtBuffer(const xrt::device& device, std::size_t bytes, xrt::memory_group bank, const void* owner);

    [[nodiscard]] std::span<std::byte> host() noexcept override { return host_; }
    void sync_to_device(std::size_t offset, std::size_t bytes) override;
    void sync_from_device(std::size_t offset, std::size_t bytes) override;

    [[nodiscard]] const xrt::bo& object() const noexcept { return object_; }
    [[nodiscard]] xrt::memory_group bank() const noexcept { return bank_; }
    [[nodiscard]] const void* owner() const noexcept { return owner_; }
    void mark_written_by_device() noexcept { device_wrote_ = true; }

private:
    void check_range(std::size_t offset, std::size_t bytes) const;
    void check_lines(std::size_t offset, std::size_t bytes) const;

    xrt::bo object_;
    xrt::memory_group bank_;
    const void* owner_;
    std::span<std::byte> host_;
    bool device_wrote_ = false;  ///< and the host has not read it back since
};

}  // namespace tilescribe::npu
