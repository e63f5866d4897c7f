// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The inner classes of Debian 12's libxrt_coreutil.so.2 (2.13.466) as far as a device of our own needs them: the order of the
// virtual functions and the exported names are that library's ABI, nothing else is. Written from the library's exported symbols and
// vtables; for tests only.
#include <xrt.h>

#include <cstdint>
#include <ert.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#pragma GCC visibility push(default)
namespace xrt_core {

namespace query {
enum class key_type : int {};
class exception : public std::runtime_error {
public:
    explicit exception(const std::string& text) : std::runtime_error(text) {}
};
class no_such_key : public exception {
public:
    explicit no_such_key(key_type key) : exception("No such query " + std::to_string(static_cast<int>(key))), key_(key) {}

private:
    [[maybe_unused]] key_type key_;
};
}  // namespace query

[[noreturn]] inline void not_emulated() {
    throw std::runtime_error("not supported by the emulated device");
}

/// 57 slots.
struct ishim {
    virtual void close_device() = 0;
    virtual void open_context(const unsigned char* xclbin, unsigned unit, bool is_shared) = 0;
    virtual void close_context(const unsigned char* xclbin, unsigned unit) = 0;
    virtual xclBufferHandle alloc_bo(std::size_t bytes, unsigned flags) = 0;
    virtual xclBufferHandle alloc_bo(void* memory, std::size_t bytes, unsigned flags) = 0;
    virtual void free_bo(xclBufferHandle handle) = 0;
    virtual int export_bo(xclBufferHandle handle) const = 0;
    virtual xclBufferHandle import_bo(int handle) = 0;
    virtual void close_export_handle(int handle) = 0;
    virtual xclBufferHandle import_bo(int /*process*/, int /*handle*/) { not_emulated(); }
    virtual void copy_bo(xclBufferHandle to, xclBufferHandle from, std::size_t bytes, std::size_t to_offset,
                         std::size_t from_offset) = 0;
    virtual void sync_bo(xclBufferHandle handle, xclBOSyncDirection direction, std::size_t bytes, std::size_t offset) = 0;
    virtual void* map_bo(xclBufferHandle handle, bool is_writable) = 0;
    virtual void unmap_bo(xclBufferHandle handle, void* address) = 0;
    virtual void get_bo_properties(xclBufferHandle handle, xclBOProperties* properties) const = 0;
    virtual void reg_read(std::uint32_t, std::uint32_t, std::uint32_t*) const { not_emulated(); }
    virtual void reg_write(std::uint32_t, std::uint32_t, std::uint32_t) { not_emulated(); }
    virtual void xread(int, std::uint64_t, void*, std::size_t) const { not_emulated(); }
    virtual void xwrite(int, std::uint64_t, const void*, std::size_t) { not_emulated(); }
    virtual void unmgd_pread(void*, std::size_t, std::uint64_t) { not_emulated(); }
    virtual void unmgd_pwrite(const void*, std::size_t, std::uint64_t) { not_emulated(); }
    virtual void exec_buf(xclBufferHandle handle) = 0;
    virtual int exec_wait(int milliseconds) const = 0;
    virtual void load_axlf(const axlf* xclbin) = 0;
    virtual void reclock(const std::uint16_t*) { not_emulated(); }
    virtual void p2p_enable(bool) { not_emulated(); }
    virtual void p2p_disable(bool) { not_emulated(); }
    virtual void set_cma(bool, std::uint64_t) { not_emulated(); }
    virtual void update_scheduler_status() {}
    virtual void user_reset(int) { not_emulated(); }
    // Interrupts of compute units, then graphs and AI engines of Versal: 6 + 21 slots that an NPU does not use.
    virtual int unused_00() { not_emulated(); }
    virtual void unused_01() { not_emulated(); }
    virtual void unused_02() { not_emulated(); }
    virtual void unused_03() { not_emulated(); }
    virtual void unused_04() { not_emulated(); }
    virtual int unused_05() { not_emulated(); }
    virtual void unused_06() { not_emulated(); }
    virtual void unused_07() { not_emulated(); }
    virtual void unused_08() { not_emulated(); }
    virtual void unused_09() { not_emulated(); }
    virtual void unused_10() { not_emulated(); }
    virtual void unused_11() { not_emulated(); }
    virtual void unused_12() { not_emulated(); }
    virtual void unused_13() { not_emulated(); }
    virtual void unused_14() { not_emulated(); }
    virtual void unused_15() { not_emulated(); }
    virtual void unused_16() { not_emulated(); }
    virtual void unused_17() { not_emulated(); }
    virtual void unused_18() { not_emulated(); }
    virtual void unused_19() { not_emulated(); }
    virtual void unused_20() { not_emulated(); }
    virtual void unused_21() { not_emulated(); }
    virtual void unused_22() { not_emulated(); }
    virtual void unused_23() { not_emulated(); }
    virtual void unused_24() { not_emulated(); }
    virtual void unused_25() { not_emulated(); }
    virtual void unused_26() { not_emulated(); }

protected:
    ishim() = default;
    ~ishim() = default;
};

class device : public ishim {
public:
    explicit device(unsigned id);  // exported by the library
    virtual ~device();             // likewise; so the vtable and the type's name are the library's
    virtual void* get_device_handle() const = 0;
    virtual void* get_mgmt_handle() const { return nullptr; }
    virtual void* get_user_handle() const { return get_device_handle(); }
    virtual bool is_userpf() const { return false; }
    virtual const void* lookup_query(query::key_type key) const = 0;
    virtual void get_info(void*) const {}
    virtual void read(std::uint64_t, void*, std::uint64_t) const {}
    virtual void write(std::uint64_t, const void*, std::uint64_t) const {}
    virtual void reset(void*) const {}
    virtual void xclmgmt_load_xclbin(const char*) const {}
    virtual int open(const std::string&, int) const { not_emulated(); }
    virtual void close(int) const { not_emulated(); }
    void register_axlf(const axlf* xclbin);  // exported by the library

private:
    alignas(16) unsigned char opaque_[512];  // about 104 bytes in the library; never touched here
};

class system {
public:
    virtual void get_xrt_info(void*) {}
    virtual void get_os_info(void*) {}
    virtual void get_devices(void*) const {}
    virtual unsigned get_device_id(const std::string&) const;  // exported by the library
    virtual std::pair<unsigned, unsigned> get_total_devices(bool is_user) const = 0;
    virtual std::shared_ptr<device> get_userpf_device(unsigned id) const = 0;
    virtual std::shared_ptr<device> get_userpf_device(void* handle, unsigned id) const = 0;
    virtual std::shared_ptr<device> get_mgmtpf_device(unsigned id) const = 0;
    virtual int get_monitor_access_type() const { return 0; }
    virtual void program_plp(const device*, const std::vector<char>&, bool) const { not_emulated(); }
    virtual void mem_read(const device*, long long, long long, const std::string&) const { not_emulated(); }
    virtual void mem_write(const device*, long long, long long, unsigned) const { not_emulated(); }

protected:
    system();  // exported by the library: registers the object as the system there is
    ~system() = default;
};

std::shared_ptr<device> get_userpf_device(void* handle, unsigned id);  // exported

}  // namespace xrt_core
#pragma GCC visibility pop
