// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <memory>

namespace tilescribe {

/// Zero-filled memory on a cache line's boundary. Large buffers ask for huge pages: reading weights is bound by bandwidth, and 4 KB
/// pages cost a part of it.
class AlignedBuffer {
public:
    AlignedBuffer() = default;
    explicit AlignedBuffer(std::size_t bytes);

    [[nodiscard]] std::byte* data() const noexcept { return memory_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] float* floats() const noexcept { return reinterpret_cast<float*>(memory_.get()); }
    /// At least `bytes`; the content is zero again when it had to grow, and left as it is otherwise.
    void reserve(std::size_t bytes) {
        if (size_ < bytes) *this = AlignedBuffer(bytes);
    }

private:
    struct Release {
        void operator()(std::byte* memory) const noexcept;
    };
    std::unique_ptr<std::byte, Release> memory_;
    std::size_t size_ = 0;
};

}  // namespace tilescribe
