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
    memory_.reset(static_cast<std::byte*>(std::aligned_alloc(is_large ? huge_page : cache_line, rounded)));
    if (memory_ == nullptr) throw std::bad_alloc();
    if (is_large) madvise(memory_.get(), rounded / huge_page * huge_page, MADV_HUGEPAGE);
    std::memset(memory_.get(), 0, rounded);
}

void AlignedBuffer::Release::operator()(std::byte* memory) const noexcept {
    std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): of aligned_alloc
}

}  // namespace tilescribe
