// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// XRT's API from 2.15 on as far as our plugin uses it, over small fakes: no device, no files, no threads. Names, signatures and
// rules are XRT's; load_xclbin(), which the NPU's driver refuses, is left out on purpose.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

enum ert_cmd_state {
    ERT_CMD_STATE_NEW = 1,
    ERT_CMD_STATE_COMPLETED = 4,
    ERT_CMD_STATE_ERROR = 5,
    ERT_CMD_STATE_ABORT = 6,
    ERT_CMD_STATE_TIMEOUT = 8,
};
enum xclBOSyncDirection { XCL_BO_SYNC_BO_TO_DEVICE, XCL_BO_SYNC_BO_FROM_DEVICE };

namespace fake_xrt {

struct Buffer {
    std::vector<std::byte> host;
    std::vector<std::byte> device;
    std::uint32_t flags = 0;
    std::uint32_t group = 0;
};

struct Arguments {
    std::map<int, std::uint64_t> scalars;
    std::map<int, std::shared_ptr<Buffer>> buffers;
};

/// The one device: what the tests set and what they look at.
struct World {
    std::function<void(std::span<const std::uint32_t>, std::span<const std::span<std::byte>>)> runner;
    int context_error = 0;                               ///< errno of the next context; 0: it is granted
    ert_cmd_state next_state = ERT_CMD_STATE_COMPLETED;  ///< of the next command; new: it hangs
    int contexts = 0;
    int contexts_opened = 0;
    int single_runs = 0;
    int pending = 0;
    int most_pending = 0;
    std::vector<std::size_t> lists;  ///< how many runs each executed list had
};

World& world();

/// Carries one command out; its state.
ert_cmd_state carry_out(const Arguments& arguments);
/// What the fault ordered for the next command, once.
ert_cmd_state take_next_state();

}  // namespace fake_xrt

namespace xrt {

using memory_group = std::uint32_t;

class uuid {};

class xclbin {
public:
    class kernel {
    public:
        [[nodiscard]] std::string get_name() const { return "MLIR_AIE"; }
        [[nodiscard]] std::size_t get_num_args() const { return 8; }
    };
    explicit xclbin(const std::string& /*file*/) {}
    [[nodiscard]] std::vector<kernel> get_kernels() const { return std::vector<kernel>(1); }
};

class device {
public:
    device() = default;
    explicit device(unsigned /*index*/) {}
    uuid register_xclbin(const xclbin& /*xclbin*/) { return {}; }
};

class bo {
public:
    enum class flags : std::uint32_t { normal = 0, cacheable = 1U << 24U, host_only = 1U << 29U };

    bo() = default;
    bo(const device& /*device*/, std::size_t bytes, flags kind, memory_group group);
    template <typename Pointer>
    Pointer map() {
        return reinterpret_cast<Pointer>(buffer_->host.data());
    }
    void sync(xclBOSyncDirection direction, std::size_t bytes, std::size_t offset);
    void sync(xclBOSyncDirection direction) { sync(direction, buffer_->host.size(), 0); }
    [[nodiscard]] const std::shared_ptr<fake_xrt::Buffer>& buffer() const noexcept { return buffer_; }

private:
    std::shared_ptr<fake_xrt::Buffer> buffer_;
};

class hw_context {
public:
    enum class access_mode : std::uint8_t { exclusive = 0, shared = 1 };
    hw_context() = default;
    hw_context(const device& device, const uuid& xclbin) : hw_context(device, xclbin, access_mode::shared) {}
    hw_context(const device& device, const uuid& xclbin, access_mode mode);

private:
    std::shared_ptr<void> context_;
};

class kernel {
public:
    kernel() = default;
    kernel(hw_context context, const std::string& /*name*/) : context_(std::move(context)) {}
    /// The bank, and above it the context's slot, as XRT has it since there are contexts.
    [[nodiscard]] int group_id(int argument) const { return (fake_xrt::world().contexts_opened << 16) + (argument == 1 ? 1 : 0); }

private:
    hw_context context_;
};

class run {
public:
    run() = default;
    explicit run(kernel of) : state_(std::make_shared<State>(State{std::move(of), {}})) {}
    void set_arg(int index, const bo& buffer) { state_->arguments.buffers[index] = buffer.buffer(); }
    template <typename Scalar>
    void set_arg(int index, Scalar&& scalar) {
        state_->arguments.scalars[index] = scalar;
    }
    void start();
    [[nodiscard]] ert_cmd_state wait(const std::chrono::milliseconds& timeout = std::chrono::milliseconds{0}) const;
    [[nodiscard]] const fake_xrt::Arguments& arguments() const { return state_->arguments; }

private:
    struct State {
        kernel of;
        fake_xrt::Arguments arguments;
        ert_cmd_state end = ERT_CMD_STATE_NEW;
        bool is_waited_for = false;
    };
    std::shared_ptr<State> state_;
};

}  // namespace xrt
