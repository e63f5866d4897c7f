// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_plugin.h"

/// A plugin of another version of the program.
extern "C" __attribute__((visibility("default"))) const tilescribe::npu::XrtPluginTable* tilescribe_npu_xrt() {
    static const tilescribe::npu::XrtPluginTable table = {
        .abi = tilescribe::npu::xrt_plugin_abi + 1, .xrt_version = "99", .open = nullptr};
    return &table;
}
