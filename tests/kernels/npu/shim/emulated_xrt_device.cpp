// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/emulated_xrt_device.h"

#include "tests/kernels/npu/shim/emulation_xclbin.h"

#include <xrt_mem.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ert.h>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace tilescribe::testing {
namespace {

constexpr std::uint64_t run_instructions = 3;
constexpr std::uint32_t most_words = 16U << 20U;

[[noreturn]] void fail_with(int number) {
    throw std::system_error(number, std::generic_category(), "emulated driver");
}

template <typename Number>
Number read(std::span<const std::byte> registers, std::size_t offset) {
    Number number{};
    if (offset + sizeof(number) <= registers.size()) std::memcpy(&number, registers.data() + offset, sizeof(number));
    return number;
}

std::span<std::byte> from_address(EmulatedBuffer& buffer, std::uint64_t address) {
    return std::span(buffer.device).subspan(address - buffer.address);
}

}  // namespace

EmulatedXrtDevice::EmulatedXrtDevice(ArrayRunner runner) : runner_(std::move(runner)), worker_([this] { work(); }) {}

EmulatedXrtDevice::~EmulatedXrtDevice() {
    {
        const std::lock_guard lock(mutex_);
        stops_ = true;
    }
    work_came_.notify_all();
    worker_.join();
}

void EmulatedXrtDevice::set_runner(ArrayRunner runner) {
    const std::lock_guard lock(mutex_);
    runner_ = std::move(runner);
}

void EmulatedXrtDevice::inject(const ShimFault& fault) {
    const std::lock_guard lock(mutex_);
    faults_[fault.kind] = fault;
}

void EmulatedXrtDevice::clear_faults() {
    const std::lock_guard lock(mutex_);
    faults_.clear();
    is_lost_ = false;
}

ShimCounts EmulatedXrtDevice::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void EmulatedXrtDevice::reset_counts() {
    const std::lock_guard lock(mutex_);
    counts_ = {.contexts_open = counts_.contexts_open};
}

bool EmulatedXrtDevice::fails(ShimFaultKind kind, int* error_number) {
    const std::lock_guard lock(mutex_);
    const auto found = faults_.find(kind);
    if (found == faults_.end()) return false;
    ShimFault& fault = found->second;
    if (fault.skip > 0) return --fault.skip, false;
    if (error_number != nullptr) *error_number = fault.error_number;
    if (fault.times > 0) --fault.times;
    if (fault.times == 0) faults_.erase(found);
    return true;
}

void EmulatedXrtDevice::check_alive() {
    const std::lock_guard lock(mutex_);
    if (is_lost_) fail_with(ENODEV);
}

void EmulatedXrtDevice::open_context() {
    check_alive();
    int number = 0;
    if (fails(ShimFaultKind::refused_context, &number)) fail_with(number);
    const std::lock_guard lock(mutex_);
    ++counts_.contexts_opened;
    ++counts_.contexts_open;
}

/// The context's commands go with it, as the driver does.
void EmulatedXrtDevice::close_context() {
    const std::lock_guard lock(mutex_);
    --counts_.contexts_open;
    if (counts_.contexts_open > 0) return;
    queue_.clear();
    is_hung_ = false;
    ended_ = 0;
}

unsigned EmulatedXrtDevice::allocate(std::size_t bytes, std::uint32_t flags, void* user_memory) {
    check_alive();
    int number = 0;
    const bool is_packet = (flags & XCL_BO_FLAGS_EXECBUF) != 0;
    if (fails(is_packet ? ShimFaultKind::refused_run : ShimFaultKind::refused_buffer, &number)) fail_with(number);
    return memory_.allocate(bytes, flags, static_cast<std::byte*>(user_memory));
}

void EmulatedXrtDevice::sync(unsigned handle, bool to_device, std::size_t bytes, std::size_t offset) {
    check_alive();
    const auto buffer = memory_.get(handle);
    if (offset > buffer->device.size() || bytes > buffer->device.size() - offset) fail_with(EINVAL);
    const bool is_short = fails(ShimFaultKind::short_transfer);
    if (is_short || fails(ShimFaultKind::silent_short_transfer)) bytes /= 2;
    std::byte* host = buffer->host_begin() + offset;
    std::byte* device = buffer->device.data() + offset;
    std::memcpy(to_device ? device : host, to_device ? host : device, bytes);
    {
        const std::lock_guard lock(mutex_);
        (to_device ? counts_.bytes_to_device : counts_.bytes_from_device) += static_cast<std::int64_t>(bytes);
    }
    if (is_short) fail_with(EIO);
}

void EmulatedXrtDevice::copy(unsigned to, unsigned from, std::size_t bytes, std::size_t to_offset, std::size_t from_offset) {
    const auto target = memory_.get(to);
    const auto source = memory_.get(from);
    if (to_offset + bytes > target->device.size() || from_offset + bytes > source->device.size()) fail_with(EINVAL);
    std::memcpy(target->device.data() + to_offset, source->device.data() + from_offset, bytes);
}

void EmulatedXrtDevice::submit(unsigned packet) {
    if (fails(ShimFaultKind::device_lost)) {
        const std::lock_guard lock(mutex_);
        is_lost_ = true;
    }
    check_alive();
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(memory_.get(packet));
        counts_.most_pending = std::max(counts_.most_pending, static_cast<int>(queue_.size()));
    }
    work_came_.notify_one();
}

int EmulatedXrtDevice::wait_for_one(int milliseconds) {
    std::unique_lock lock(mutex_);
    if (!work_ended_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return ended_ > 0; })) return 0;
    --ended_;
    return 1;
}

EmulatedXrtDevice::Command EmulatedXrtDevice::decode(const EmulatedBuffer& packet) const {
    const auto* start = reinterpret_cast<const ert_start_kernel_cmd*>(packet.host.data());
    const std::size_t skipped = 2 * sizeof(std::uint32_t) + start->extra_cu_masks * sizeof(std::uint32_t);
    if (start->count < 1U + start->extra_cu_masks) throw std::runtime_error("a packet without registers");
    const std::span<const std::byte> registers =
        std::span(packet.host).subspan(skipped, (start->count - 1U - start->extra_cu_masks) * sizeof(std::uint32_t));
    if (read<std::uint64_t>(registers, 0) != run_instructions) throw std::runtime_error("an unknown opcode");
    const auto count = read<std::uint32_t>(registers, XclbinLayout::count_offset);
    const auto address = read<std::uint64_t>(registers, XclbinLayout::instruction_offset);
    const auto instructions = memory_.at(address);
    if (instructions->bank() != XclbinLayout::instruction_bank || (instructions->flags & XRT_BO_FLAGS_CACHEABLE) == 0)
        throw std::runtime_error("instructions in the wrong bank");
    const std::span<std::byte> bytes = from_address(*instructions, address);
    if (count > most_words || count * sizeof(std::uint32_t) > bytes.size()) throw std::runtime_error("too many instructions");

    Command command;
    command.words.resize(count);
    std::memcpy(command.words.data(), bytes.data(), count * sizeof(std::uint32_t));
    for (std::size_t offset = XclbinLayout::data_offset; offset + sizeof(std::uint64_t) <= registers.size();
         offset += sizeof(std::uint64_t)) {
        const auto data = read<std::uint64_t>(registers, offset);
        auto buffer = memory_.find(data);
        if (buffer == nullptr) break;  // XRT does not clear what a run does not use
        if (buffer->bank() != XclbinLayout::data_bank || (buffer->flags & XRT_BO_FLAGS_HOST_ONLY) == 0)
            throw std::runtime_error("data in the wrong bank");
        command.arguments.push_back(from_address(*buffer, data));
        command.buffers.push_back(std::move(buffer));
    }
    return command;
}

void EmulatedXrtDevice::run_with_corruption(const ArrayRunner& runner, const Command& command) {
    constexpr std::ptrdiff_t tile_bytes = 512;
    std::vector<std::vector<std::byte>> before;
    before.reserve(command.arguments.size());
    for (const std::span<std::byte> argument : command.arguments) before.emplace_back(argument.begin(), argument.end());
    runner(command.words, command.arguments);
    for (std::size_t index = 0; index < before.size(); ++index) {
        const std::span<std::byte> now = command.arguments[index];
        const auto [old_end, changed] = std::mismatch(before[index].begin(), before[index].end(), now.begin());
        if (changed == now.end()) continue;
        const auto end = changed + std::min(tile_bytes, now.end() - changed);
        std::transform(changed, end, changed, [](std::byte value) { return value ^ std::byte{0x40}; });
        return;
    }
}

int EmulatedXrtDevice::carry_out(const EmulatedBuffer& packet) {
    if (fails(ShimFaultKind::time_out)) return -1;
    if (fails(ShimFaultKind::error_state)) return ERT_CMD_STATE_ERROR;
    try {
        const Command command = decode(packet);
        ArrayRunner runner;
        {
            const std::lock_guard lock(mutex_);
            runner = runner_;
        }
        if (fails(ShimFaultKind::corrupted_tile))
            run_with_corruption(runner, command);
        else
            runner(command.words, command.arguments);
    } catch (const std::exception&) {
        return ERT_CMD_STATE_ERROR;
    }
    return ERT_CMD_STATE_COMPLETED;
}

void EmulatedXrtDevice::finish(EmulatedBuffer& packet, int state) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.empty() || queue_.front().get() != &packet) return;  // its context has been closed meanwhile
        if (state < 0) {
            is_hung_ = true;
            return;
        }
        reinterpret_cast<ert_packet*>(packet.host.data())->state = static_cast<std::uint32_t>(state) & 15U;
        queue_.pop_front();
        ++counts_.runs;
        ++ended_;
    }
    work_ended_.notify_all();
}

void EmulatedXrtDevice::work() {
    for (;;) {
        std::shared_ptr<EmulatedBuffer> packet;
        {
            std::unique_lock lock(mutex_);
            work_came_.wait(lock, [this] { return stops_ || (!queue_.empty() && !is_hung_); });
            if (stops_) return;
            packet = queue_.front();
        }
        finish(*packet, carry_out(*packet));
    }
}

}  // namespace tilescribe::testing
