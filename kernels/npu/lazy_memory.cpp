// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/lazy_memory.h"

#include <new>
#include <sys/mman.h>

namespace tilescribe::npu {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;

}  // namespace

LazyMemory::LazyMemory(std::size_t bytes) : size_(bytes == 0 ? 1 : bytes) {
    memory_ = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED) throw std::bad_alloc();
    if (size_ >= 2 * huge_page) madvise(memory_, size_, MADV_HUGEPAGE);
}

LazyMemory::~LazyMemory() {
    munmap(memory_, size_);
}

}  // namespace tilescribe::npu
