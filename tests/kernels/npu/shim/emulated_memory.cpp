// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulated_memory.h"

#include <stdexcept>

namespace tilescribe::testing {
namespace {

constexpr std::uint64_t page = 4096;
/// What nobody has written yet must not look like zeros.
constexpr std::byte never_written{0xA5};

}  // namespace

unsigned EmulatedMemory::allocate(std::size_t bytes, std::uint32_t flags, std::byte* user_memory) {
    auto buffer = std::make_shared<EmulatedBuffer>();
    if (user_memory == nullptr) buffer->host.resize(bytes);
    buffer->device.assign(bytes, never_written);
    buffer->flags = flags;
    buffer->user_memory = user_memory;
    const std::lock_guard lock(mutex_);
    buffer->address = end_;
    end_ += (bytes + 2 * page - 1) / page * page;  // an unused page between two
    buffers_[next_] = std::move(buffer);
    return next_++;
}

void EmulatedMemory::free(unsigned handle) {
    const std::lock_guard lock(mutex_);
    buffers_.erase(handle);
}

std::shared_ptr<EmulatedBuffer> EmulatedMemory::get(unsigned handle) const {
    const std::lock_guard lock(mutex_);
    const auto found = buffers_.find(handle);
    if (found == buffers_.end()) throw std::runtime_error("no such buffer object");
    return found->second;
}

std::shared_ptr<EmulatedBuffer> EmulatedMemory::find(std::uint64_t address) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [handle, buffer] : buffers_)
        if (address >= buffer->address && address < buffer->address + buffer->device.size()) return buffer;
    return nullptr;
}

std::shared_ptr<EmulatedBuffer> EmulatedMemory::at(std::uint64_t address) const {
    if (auto buffer = find(address)) return buffer;
    throw std::runtime_error("an address outside all buffers");
}

}  // namespace tilescribe::testing
