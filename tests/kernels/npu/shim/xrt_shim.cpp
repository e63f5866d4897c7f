// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/shim/xrt_shim.h"

#include "tests/kernels/npu/shim/xrt_core_abi.h"

#include <cstring>
#include <stdexcept>

namespace tilescribe::testing {
namespace {

/// XRT's device over the emulated one: plumbing only.
class ShimDevice final : public xrt_core::device {
public:
    ShimDevice(EmulatedXrtDevice& array, unsigned id) : xrt_core::device(id), array_(array) {}

    void* get_device_handle() const override { return &array_; }
    bool is_userpf() const override { return true; }
    const void* lookup_query(xrt_core::query::key_type key) const override { throw xrt_core::query::no_such_key(key); }
    void close_device() override {}
    // XRT 2.13 opens one for the xclbin as a whole and one for the kernel; the second is the array's.
    void open_context(const unsigned char*, unsigned unit, bool) override {
        if (unit != whole_xclbin) array_.open_context();
    }
    void close_context(const unsigned char*, unsigned unit) override {
        if (unit != whole_xclbin) array_.close_context();
    }
    xclBufferHandle alloc_bo(std::size_t bytes, unsigned flags) override { return array_.allocate(bytes, flags, nullptr); }
    xclBufferHandle alloc_bo(void* memory, std::size_t bytes, unsigned flags) override {
        return array_.allocate(bytes, flags, memory);
    }
    void free_bo(xclBufferHandle handle) override { array_.free(handle); }
    int export_bo(xclBufferHandle) const override { xrt_core::not_emulated(); }
    using xrt_core::device::import_bo;
    xclBufferHandle import_bo(int) override { xrt_core::not_emulated(); }
    void close_export_handle(int) override {}
    void copy_bo(xclBufferHandle to, xclBufferHandle from, std::size_t bytes, std::size_t to_offset,
                 std::size_t from_offset) override {
        array_.copy(to, from, bytes, to_offset, from_offset);
    }
    void sync_bo(xclBufferHandle handle, xclBOSyncDirection direction, std::size_t bytes, std::size_t offset) override {
        array_.sync(handle, direction == XCL_BO_SYNC_BO_TO_DEVICE, bytes, offset);
    }
    void* map_bo(xclBufferHandle handle, bool) override { return array_.memory().get(handle)->host_begin(); }
    void unmap_bo(xclBufferHandle, void*) override {}
    void get_bo_properties(xclBufferHandle handle, xclBOProperties* properties) const override {
        const auto buffer = array_.memory().get(handle);
        *properties = {};
        properties->handle = handle;
        properties->flags = buffer->flags;
        properties->size = buffer->device.size();
        properties->paddr = buffer->address;
    }
    void exec_buf(xclBufferHandle handle) override { array_.submit(handle); }
    int exec_wait(int milliseconds) const override { return array_.wait_for_one(milliseconds); }
    void load_axlf(const axlf* xclbin) override { register_axlf(xclbin); }

private:
    static constexpr unsigned whole_xclbin = ~0U;

    EmulatedXrtDevice& array_;
};

class ShimSystem final : public xrt_core::system {
public:
    explicit ShimSystem(EmulatedXrtDevice& array) : array_(array) {}

    std::pair<unsigned, unsigned> get_total_devices(bool) const override { return {1, 1}; }
    std::shared_ptr<xrt_core::device> get_userpf_device(unsigned id) const override {
        if (id != 0) throw std::runtime_error("No such device with index '" + std::to_string(id) + "'");
        // XRT's own pointer to it does not keep it alive: it only closes the device at its end.
        if (core_ == nullptr) core_ = xrt_core::get_userpf_device(static_cast<void*>(&array_), id);
        return core_;
    }
    std::shared_ptr<xrt_core::device> get_userpf_device(void*, unsigned id) const override {
        return std::make_shared<ShimDevice>(array_, id);
    }
    std::shared_ptr<xrt_core::device> get_mgmtpf_device(unsigned) const override { xrt_core::not_emulated(); }

private:
    EmulatedXrtDevice& array_;
    mutable std::shared_ptr<xrt_core::device> core_;
};

}  // namespace

EmulatedXrtDevice& emulated_xrt_device() {
    static EmulatedXrtDevice array([](std::span<const std::uint32_t>, std::span<const std::span<std::byte>>) {
        throw std::runtime_error("the test has not said what the array computes");
    });
    static ShimSystem system(array);  // XRT keeps the address: there is one system per process
    return array;
}

}  // namespace tilescribe::testing
