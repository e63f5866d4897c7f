// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array/array_program.h"
#include "kernels/npu/array_device.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe::npu::testing {

/// Another device with a bad connection: what goes between it and the host is counted, and fails when a test says so. As hardware's
/// caches demand, sending a part of a buffer that the device has written and nobody has read back is a mistake.
class FaultyDevice final : public ArrayDevice {
public:
    enum class Act : std::uint8_t { allocation, upload, download, run };
    /// `skip` acts of the kind go well, then `times` fail.
    struct Plan {
        int skip = 0;
        int times = 0;
        FaultKind kind = FaultKind::run_failed;
    };

    explicit FaultyDevice(std::unique_ptr<ArrayDevice> inner) : inner_(std::move(inner)) {}

    void fail(Act act, const Plan& plan) { plans_[act] = plan; }
    [[nodiscard]] int count(Act act) const { return counts_.contains(act) ? counts_.at(act) : 0; }
    [[nodiscard]] std::int64_t bytes_up() const noexcept { return bytes_up_; }
    [[nodiscard]] int rebuilds() const noexcept { return rebuilds_; }

    [[nodiscard]] ArrayGeneration generation() const noexcept override { return inner_->generation(); }
    [[nodiscard]] const std::string& description() const noexcept override { return inner_->description(); }
    [[nodiscard]] bool is_simulated() const noexcept override { return inner_->is_simulated(); }
    [[nodiscard]] std::unique_ptr<DeviceBuffer> allocate(std::size_t bytes) override {
        pass(Act::allocation, "A buffer was not granted.");
        return std::make_unique<Buffer>(*this, inner_->allocate(bytes));
    }
    [[nodiscard]] std::unique_ptr<LoadedProgram> load(std::span<const std::uint32_t> words) override {
        auto program = std::make_unique<Program>();
        program->inner = inner_->load(words);
        const ArrayProgram array_program = deserialise(words);
        for (const ShimTransfer& transfer : array_program.transfers)
            if (std::ranges::any_of(array_program.fifos.at(transfer.fifo).consumers,
                                    [](TileAddress tile) { return tile.row == 0; }))
                program->written.insert(transfer.argument);
        return program;
    }
    void enqueue(const LoadedProgram& program, std::span<DeviceBuffer* const> arguments) override {
        pass(Act::run, "A run was not taken.");
        const auto& loaded = dynamic_cast<const Program&>(program);
        std::vector<DeviceBuffer*> inside;
        for (DeviceBuffer* const argument : arguments) {
            auto& buffer = dynamic_cast<Buffer&>(*argument);
            if (loaded.written.contains(inside.size())) buffer.is_unread = true;
            inside.push_back(buffer.inner.get());
        }
        inner_->enqueue(*loaded.inner, inside);
    }
    [[nodiscard]] std::vector<RunReport> wait(std::chrono::milliseconds timeout) override { return inner_->wait(timeout); }
    void rebuild_context() override {
        ++rebuilds_;
        inner_->rebuild_context();
    }

private:
    struct Program final : LoadedProgram {
        std::unique_ptr<LoadedProgram> inner;
        std::set<std::size_t> written;  ///< arguments
    };
    struct Buffer final : DeviceBuffer {
        Buffer(FaultyDevice& device_, std::unique_ptr<DeviceBuffer> inner_) : device(device_), inner(std::move(inner_)) {}
        [[nodiscard]] std::span<std::byte> host() noexcept override { return inner->host(); }
        void sync_to_device(std::size_t offset, std::size_t bytes) override {
            const bool is_whole = bytes == host().size();
            if (is_unread && !is_whole) throw std::logic_error("A part is sent over unread output.");
            device.pass(Act::upload, "A transfer to the array broke off.", [&] { inner->sync_to_device(offset, bytes / 2); });
            inner->sync_to_device(offset, bytes);
            device.bytes_up_ += static_cast<std::int64_t>(bytes);
            is_unread = is_unread && !is_whole;
        }
        void sync_from_device(std::size_t offset, std::size_t bytes) override {
            device.pass(Act::download, "A transfer from the array broke off.", [&] { inner->sync_from_device(offset, bytes / 2); });
            inner->sync_from_device(offset, bytes);
            is_unread = is_unread && bytes != host().size();
        }
        FaultyDevice& device;
        std::unique_ptr<DeviceBuffer> inner;
        bool is_unread = false;
    };

    template <typename Half>
    void pass(Act act, const char* sentence, Half half) {
        ++counts_[act];
        Plan& plan = plans_[act];
        if (plan.times == 0 || plan.skip-- > 0) return;
        plan.skip = 0;
        --plan.times;
        half();
        throw NpuFault(plan.kind, sentence);
    }
    void pass(Act act, const char* sentence) {
        pass(act, sentence, [] {});
    }

    std::unique_ptr<ArrayDevice> inner_;
    std::map<Act, Plan> plans_;
    std::map<Act, int> counts_;
    std::int64_t bytes_up_ = 0;
    int rebuilds_ = 0;
};

}  // namespace tilescribe::npu::testing
