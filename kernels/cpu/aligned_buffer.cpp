// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/aligned_buffer.h"

#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <sys/mman.h>

namespace tilescribe {
namespace {

constexpr std::size_t cache_line = 64;
constexpr std::size_t huge_page = std::size_t{2} << 20;

}  // namespace

AlignedBuffer::AlignedBuffer(std::size_t bytes) : size_(bytes) {
    if (bytes > std::numeric_limits<std::size_t>::max() - huge_page) throw std::bad_alloc();
    const bool is_large = bytes >= 2 * huge_page;
    const std::size_t rounded = (bytes / cache_line + 1) * cache_line;
    // Not std::aligned_alloc: it wants the size to be a multiple of the alignment, which would waste up to a huge page.
    void* memory = nullptr;
    if (posix_memalign(&memory, is_large ? huge_page : cache_line, rounded) != 0) throw std::bad_alloc();
    memory_.reset(static_cast<std::byte*>(memory));
    if (is_large) madvise(memory_.get(), rounded / huge_page * huge_page, MADV_HUGEPAGE);
    std::memset(memory_.get(), 0, rounded);
}

void AlignedBuffer::Release::operator()(std::byte* memory) const noexcept {
    std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): of posix_memalign
}

}  // namespace tilescribe
