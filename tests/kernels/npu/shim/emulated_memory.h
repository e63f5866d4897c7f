// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace tilescribe::testing {

/// A buffer object: what the host sees and what the device sees, apart.
struct EmulatedBuffer {
    std::vector<std::byte> host;
    std::vector<std::byte> device;
    std::uint64_t address = 0;
    std::uint32_t flags = 0;           ///< as XRT gave them: bank in the lower 16 bits
    std::byte* user_memory = nullptr;  ///< in place of `host`

    [[nodiscard]] std::byte* host_begin() noexcept { return user_memory != nullptr ? user_memory : host.data(); }
    [[nodiscard]] std::uint32_t bank() const noexcept { return flags & 0xffffU; }
};

/// The device's memory. Any thread; buffers stay where they are until they are freed.
class EmulatedMemory {
public:
    unsigned allocate(std::size_t bytes, std::uint32_t flags, std::byte* user_memory);
    void free(unsigned handle);
    /// Throws std::runtime_error for a handle that there is not.
    [[nodiscard]] std::shared_ptr<EmulatedBuffer> get(unsigned handle) const;
    /// The buffer that an address lies in; null where there is none.
    [[nodiscard]] std::shared_ptr<EmulatedBuffer> find(std::uint64_t address) const;
    /// Likewise; throws std::runtime_error where there is none, as the IOMMU would fault.
    [[nodiscard]] std::shared_ptr<EmulatedBuffer> at(std::uint64_t address) const;

private:
    mutable std::mutex mutex_;
    std::map<unsigned, std::shared_ptr<EmulatedBuffer>> buffers_;
    unsigned next_ = 1;
    std::uint64_t end_ = 0x1'0000'0000;
};

}  // namespace tilescribe::testing
