// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_device.h"

// Not in xrt_version.h: in 2.13 it defines a function that is not inline.
#if __has_include(<xrt/experimental/xrt_ini.h>)
#include <xrt/experimental/xrt_ini.h>
#else
#include <experimental/xrt_ini.h>
#endif

#include <exception>

namespace {

using tilescribe::npu::ArrayDevice;
using tilescribe::npu::XrtDevice;
using tilescribe::npu::XrtDeviceOptions;

/// XRT writes its errors to the console; ours reach the user as sentences.
void silence_xrt() noexcept {
    try {
        xrt::ini::set("Runtime.runtime_log", "null");
    } catch (const std::exception&) {
        return;  // it has been read already, or xrt.ini says otherwise
    }
}

std::unique_ptr<ArrayDevice> open(const XrtDeviceOptions& options) {
    silence_xrt();
    return std::make_unique<XrtDevice>(options);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const tilescribe::npu::XrtPluginTable* tilescribe_npu_xrt() {
    static const std::string version = tilescribe::npu::xrt_version_text();
    static const tilescribe::npu::XrtPluginTable table = {
        .abi = tilescribe::npu::xrt_plugin_abi, .xrt_version = version.c_str(), .open = open};
    return &table;
}
