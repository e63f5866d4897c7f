// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/xrt_stub/fake_xrt.h"

#ifndef FAKE_XRT_WITHOUT_RUNLIST
#include "tests/kernels/npu/xrt_stub/fake_runlist.h"
#endif

#include <algorithm>
#include <cstring>
#include <system_error>
#include <thread>

namespace fake_xrt {

World& world() {
    static World one;
    return one;
}

ert_cmd_state take_next_state() {
    return std::exchange(world().next_state, ERT_CMD_STATE_COMPLETED);
}

ert_cmd_state carry_out(const Arguments& arguments) {
    if (arguments.scalars.at(0) != 3) return ERT_CMD_STATE_ERROR;
    const Buffer& instructions = *arguments.buffers.at(1);
    std::vector<std::uint32_t> words(arguments.scalars.at(2));
    if (words.size() * 4 > instructions.device.size() || (instructions.group & 0xffffU) != 1) return ERT_CMD_STATE_ERROR;
    std::memcpy(words.data(), instructions.device.data(), words.size() * 4);
    std::vector<std::span<std::byte>> data;
    for (const auto& [index, buffer] : arguments.buffers)
        if (index >= 3) data.emplace_back(buffer->device);
    try {
        world().runner(words, data);
    } catch (const std::exception&) {
        return ERT_CMD_STATE_ERROR;
    }
    return ERT_CMD_STATE_COMPLETED;
}

}  // namespace fake_xrt

namespace xrt {
namespace {

/// A command that hangs is waited for as long as was asked; 0 would be for ever, which the plugin must never ask for.
void hang_for(const std::chrono::milliseconds& timeout) {
    if (timeout.count() == 0) throw std::logic_error("waiting for ever");
    std::this_thread::sleep_for(timeout);
}

}  // namespace

bo::bo(const device& /*device*/, std::size_t bytes, flags kind, memory_group group)
    : buffer_(std::make_shared<fake_xrt::Buffer>()) {
    buffer_->host.resize(bytes);
    buffer_->device.resize(bytes, std::byte{0xA5});
    buffer_->flags = static_cast<std::uint32_t>(kind);
    buffer_->group = group;
}

void bo::sync(xclBOSyncDirection direction, std::size_t bytes, std::size_t offset) {
    const bool to_device = direction == XCL_BO_SYNC_BO_TO_DEVICE;
    std::byte* host = buffer_->host.data() + offset;
    std::byte* on_device = buffer_->device.data() + offset;
    std::memcpy(to_device ? on_device : host, to_device ? host : on_device, bytes);
}

hw_context::hw_context(const device& /*device*/, const uuid& /*xclbin*/, access_mode /*mode*/) {
    fake_xrt::World& world = fake_xrt::world();
    if (const int error = std::exchange(world.context_error, 0); error != 0)
        throw std::system_error(error, std::generic_category(), "DRM_IOCTL_AMDXDNA_CREATE_HWCTX");
    ++world.contexts_opened;
    ++world.contexts;
    context_ = std::shared_ptr<void>(&world, [](void* of) { --static_cast<fake_xrt::World*>(of)->contexts; });
}

void run::start() {
    fake_xrt::World& world = fake_xrt::world();
    ++world.single_runs;
    world.most_pending = std::max(world.most_pending, ++world.pending);
    const ert_cmd_state ordered = fake_xrt::take_next_state();
    state_->end = ordered == ERT_CMD_STATE_COMPLETED ? fake_xrt::carry_out(state_->arguments) : ordered;
}

ert_cmd_state run::wait(const std::chrono::milliseconds& timeout) const {
    if (state_->end == ERT_CMD_STATE_NEW) {
        hang_for(timeout);
        return ERT_CMD_STATE_TIMEOUT;
    }
    if (!std::exchange(state_->is_waited_for, true)) --fake_xrt::world().pending;
    return state_->end;
}

#ifndef FAKE_XRT_WITHOUT_RUNLIST

void runlist::execute() {
    fake_xrt::world().lists.push_back(runs_.size());
    state_ = fake_xrt::take_next_state();
    if (state_ != ERT_CMD_STATE_COMPLETED) return;
    for (const run& one : runs_)
        if (state_ == ERT_CMD_STATE_COMPLETED) state_ = fake_xrt::carry_out(one.arguments());
}

std::cv_status runlist::wait(const std::chrono::milliseconds& timeout) const {
    if (state_ == ERT_CMD_STATE_NEW) {
        hang_for(timeout);
        return std::cv_status::timeout;
    }
    if (state_ != ERT_CMD_STATE_COMPLETED) throw command_error(state_);
    return std::cv_status::no_timeout;
}

#endif

}  // namespace xrt
