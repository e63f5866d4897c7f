// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/lazy_memory.h"
#include "kernels/tensor_view.h"

#include <memory>

namespace tilescribe::npu {

/// Activations: f32 for the host and, once the array has to do with them, bf16 in a device buffer. Which of the two is newer is
/// kept here.
class NpuTensor final : public TensorStorage {
public:
    enum class Newest : std::uint8_t { host, device, both };

    NpuTensor(std::int64_t rows, std::int64_t cols)
        : rows_(rows), cols_(cols), host_(static_cast<std::size_t>(rows * cols) * sizeof(float)) {}

    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::int64_t cols() const noexcept { return cols_; }
    [[nodiscard]] TensorView view() noexcept { return {host_.floats(), rows_, cols_, cols_, this, 0}; }

    Newest newest = Newest::host;
    std::unique_ptr<DeviceBuffer> buffer;  ///< null until an op on the array needs it

private:
    std::int64_t rows_, cols_;
    LazyMemory host_;
};

}  // namespace tilescribe::npu
