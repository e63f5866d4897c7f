// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

namespace tilescribe::npu {

/// Zeros that cost no memory until they are touched: of an encoder's activations the host touches only what goes up and comes down.
class LazyMemory {
public:
    explicit LazyMemory(std::size_t bytes);
    ~LazyMemory();
    LazyMemory(const LazyMemory&) = delete;
    LazyMemory& operator=(const LazyMemory&) = delete;

    [[nodiscard]] float* floats() const noexcept { return static_cast<float*>(memory_); }

private:
    void* memory_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace tilescribe::npu
