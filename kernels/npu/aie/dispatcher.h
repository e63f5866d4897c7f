// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>

// What every core runs: it waits for its start lock, interprets the list of steps at the beginning of its memory and waits again.
// A program's instruction stream writes the list. In 32-bit words:
//
//   number of buffers, then for each three words: acquired lock | released lock << 8 | depth << 16; address; bytes of an object
//   steps: kind | argument << 8 (dispatcher::Step), until the step `finish`
//     acquire, release   argument: the buffer
//     call               argument: the kernel's place in TILESCRIBE_NPU_KERNELS; << 16: number of operands, << 24: of parameters.
//                        Then a word for each operand, buffer << 16 | offset, and the parameters
//     loop               then the count, 1 or more
//     end                of the innermost loop
//
// A buffer is a FIFO's (depth objects, locks of this core), or a local one (depth 1, no locks). Addresses count from the memory
// that tilescribe_core() is given; objects begin at multiples of 64 bytes. Acquiring takes 1 off a lock, releasing adds 1; an
// operand is the oldest acquired object.

namespace tilescribe::npu::dispatcher {

enum class Step : std::uint32_t { acquire, release, call, loop, end, finish };

inline constexpr std::uint32_t most_buffers = 16;
inline constexpr std::uint32_t most_operands = 8;
inline constexpr std::uint32_t most_nesting = 16;
inline constexpr std::uint32_t no_lock = 0xFF;
inline constexpr std::uint32_t start_lock = 15;
inline constexpr std::uint32_t alignment = 64;

[[nodiscard]] constexpr std::uint32_t aligned(std::uint32_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

/// Runs the list at the beginning of `memory`. Core: acquire(lock), release(lock), call(kernel, buffers, parameters).
template <typename Core>
void run_list(std::byte* memory, Core& core) {
    struct Buffer {
        std::uint32_t locks, first, bytes, current, left;
    };
    struct Loop {
        const std::uint32_t* begin;
        std::uint32_t left;
    };
    Buffer buffers[most_buffers];
    Loop loops[most_nesting];
    std::uint32_t nesting = 0;
    const auto* next = reinterpret_cast<const std::uint32_t*>(memory);
    const std::uint32_t count = *next++;
    for (std::uint32_t i = 0; i < count; ++i, next += 3) buffers[i] = {next[0], next[1], aligned(next[2]), next[1], next[0] >> 16U};
    for (;;) {
        const std::uint32_t word = *next++;
        const std::uint32_t argument = word >> 8U & 0xFFU;
        switch (static_cast<Step>(word & 0xFFU)) {
            case Step::acquire:
                core.acquire(buffers[argument].locks & 0xFFU);
                break;
            case Step::release: {
                Buffer& buffer = buffers[argument];
                core.release(buffer.locks >> 8U & 0xFFU);
                buffer.current += buffer.bytes;
                if (--buffer.left > 0) break;
                buffer.current = buffer.first;
                buffer.left = buffer.locks >> 16U;
                break;
            }
            case Step::call: {
                std::byte* operands[most_operands];
                const std::uint32_t number = word >> 16U & 0xFFU;
                for (std::uint32_t i = 0; i < number; ++i, ++next)
                    operands[i] = memory + buffers[*next >> 16U].current + (*next & 0xFFFFU);
                core.call(argument, operands, reinterpret_cast<const std::int32_t*>(next));
                next += word >> 24U;
                break;
            }
            case Step::loop:
                loops[nesting].left = *next++;
                loops[nesting++].begin = next;
                break;
            case Step::end:
                if (--loops[nesting - 1].left > 0)
                    next = loops[nesting - 1].begin;
                else
                    --nesting;
                break;
            case Step::finish:
                return;
        }
    }
}

}  // namespace tilescribe::npu::dispatcher
