// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// What open_xrt_device() opens.
struct XrtDeviceOptions {
    std::filesystem::path xclbin;        ///< final.xclbin of the generation, made by kernels/npu/build_xclbin
    std::filesystem::path instructions;  ///< folder of transactions (see instruction_file); empty: words go as they are
    ArrayGeneration generation = ArrayGeneration::npu1;
    std::string name = "NPU";              ///< for people: the product name that find_npu() read
    std::string kernel_name = "MLIR_AIE";  ///< the kernel's name in the xclbin, or its beginning
    unsigned device_index = 0;             ///< XRT's
};

/// What the plugin tilescribe_npu_xrt.so hands out. Bumped with every change to this file or to array_device.h.
inline constexpr std::uint32_t xrt_plugin_abi = 1;
struct XrtPluginTable {
    std::uint32_t abi = 0;
    const char* xrt_version = "";  ///< of the headers that it was built with, "2.13"
    std::unique_ptr<ArrayDevice> (*open)(const XrtDeviceOptions& options) = nullptr;
};
/// The plugin's one C symbol: `const XrtPluginTable* tilescribe_npu_xrt()`.
inline constexpr const char* xrt_plugin_symbol = "tilescribe_npu_xrt";

/// The plugin, or a sentence that says why it is not there. XRT is touched only by open().
struct XrtPlugin {
    const XrtPluginTable* table = nullptr;  ///< valid until the program ends
    std::string sentence;                   ///< "XRT 2.13, from ..."; without a table: what is missing and the remedy
    explicit operator bool() const noexcept { return table != nullptr; }
};

/// TILESCRIBE_NPU_PLUGIN if it is set; else beside the program and in ../lib/tilescribe.
[[nodiscard]] std::vector<std::filesystem::path> xrt_plugin_files();
/// Loads the first of `files` that exists. Never throws for a missing or unfit plugin: see the sentence.
[[nodiscard]] XrtPlugin load_xrt_plugin(const std::vector<std::filesystem::path>& files = xrt_plugin_files());

/// Opens the device: plugin, xclbin, one hardware context. Throws NpuFault (refused) with a sentence that names the remedy. The
/// device belongs to one thread at a time.
///  - A buffer may be an argument of any program and in any place. Its host copy is what host() shows; device and host copy meet
///  only in the syncs.
///  - sync_to_device() of part of a cache line of a buffer that the device wrote and that was not read back is a fault
///    (run_failed): on hardware, stale cache lines would overwrite what the device wrote. Nothing is moved then.
///  - rebuild_context() keeps buffers' host and device contents.
[[nodiscard]] std::unique_ptr<ArrayDevice> open_xrt_device(const XrtDeviceOptions& options);

/// Where the xclbin of a generation is looked for, best first: TILESCRIBE_NPU_XCLBIN, the user's data folder, the program's.
[[nodiscard]] std::vector<std::filesystem::path> xclbin_files(ArrayGeneration generation);
/// The first that exists; empty: there is none (missing_xclbin_sentence() says what to do).
[[nodiscard]] std::filesystem::path find_xclbin(ArrayGeneration generation);
[[nodiscard]] std::string missing_xclbin_sentence(ArrayGeneration generation);

/// The name of the file that holds the hardware's instructions for these words: 16 hexadecimal digits (64-bit FNV-1a) and ".insts".
[[nodiscard]] std::string instruction_file(std::span<const std::uint32_t> words);

}  // namespace tilescribe::npu
