// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/kernels/npu/shim/emulated_memory.h"
#include "tests/kernels/npu/shim/shim_fault.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace tilescribe::testing {

/// Computes: the instruction stream over the device's copies of the arguments. Throws where the array would end in an error.
using ArrayRunner = std::function<void(std::span<const std::uint32_t> words, std::span<const std::span<std::byte>> arguments)>;

/// What the emulated device did, for tests.
struct ShimCounts {
    int contexts_opened = 0;
    int contexts_open = 0;
    int runs = 0;
    int most_pending = 0;
    std::int64_t bytes_to_device = 0;
    std::int64_t bytes_from_device = 0;
};

/// The state behind the device that XRT sees: memory, contexts, a queue of commands and the thread that works on it. Any thread.
class EmulatedXrtDevice {
public:
    explicit EmulatedXrtDevice(ArrayRunner runner);
    EmulatedXrtDevice(const EmulatedXrtDevice&) = delete;
    EmulatedXrtDevice& operator=(const EmulatedXrtDevice&) = delete;
    ~EmulatedXrtDevice();

    void set_runner(ArrayRunner runner);
    void inject(const ShimFault& fault);
    void clear_faults();
    [[nodiscard]] ShimCounts counts() const;
    void reset_counts();

    // What XRT asks of a device. All throw std::system_error where a driver would return a number.
    void open_context();
    void close_context();
    [[nodiscard]] unsigned allocate(std::size_t bytes, std::uint32_t flags, void* user_memory);
    void free(unsigned handle) { memory_.free(handle); }
    [[nodiscard]] const EmulatedMemory& memory() const noexcept { return memory_; }
    void sync(unsigned handle, bool to_device, std::size_t bytes, std::size_t offset);
    void copy(unsigned to, unsigned from, std::size_t bytes, std::size_t to_offset, std::size_t from_offset);
    void submit(unsigned packet);
    /// 1: a command has ended since; 0: none within that time.
    [[nodiscard]] int wait_for_one(int milliseconds);

private:
    struct Command {
        std::vector<std::uint32_t> words;
        std::vector<std::shared_ptr<EmulatedBuffer>> buffers;
        std::vector<std::span<std::byte>> arguments;
    };

    [[nodiscard]] bool fails(ShimFaultKind kind, int* error_number = nullptr);
    void check_alive();
    [[nodiscard]] Command decode(const EmulatedBuffer& packet) const;
    void work();
    /// ERT's state at its end; -1: it hangs.
    [[nodiscard]] int carry_out(const EmulatedBuffer& packet);
    void run_with_corruption(const ArrayRunner& runner, const Command& command);
    void finish(EmulatedBuffer& packet, int state);

    EmulatedMemory memory_;
    mutable std::mutex mutex_;
    std::condition_variable work_came_;
    std::condition_variable work_ended_;
    ArrayRunner runner_;
    std::map<ShimFaultKind, ShimFault> faults_;
    ShimCounts counts_;
    std::deque<std::shared_ptr<EmulatedBuffer>> queue_;
    int ended_ = 0;
    bool is_hung_ = false;
    bool is_lost_ = false;
    bool stops_ = false;
    std::thread worker_;
};

}  // namespace tilescribe::testing
