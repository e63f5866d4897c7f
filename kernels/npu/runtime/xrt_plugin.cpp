// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/runtime/xrt_plugin.h"

#include "kernels/npu/runtime/program_folder.h"

#include <cstdlib>
#include <dlfcn.h>
#include <system_error>

namespace tilescribe::npu {
namespace {

namespace fs = std::filesystem;

constexpr const char* plugin_name = "tilescribe_npu_xrt.so";

bool is_there(const fs::path& file) {
    std::error_code error;
    return fs::exists(file, error);
}

XrtPlugin why_not_loaded(const fs::path& file) {
    const char* said = dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    const std::string reason = said != nullptr ? said : "no reason given";
    if (reason.find("libxrt") != std::string::npos)
        return {nullptr, "XRT is not installed as this program needs it (" + reason +
                             "): install AMD's XRT with its NPU plugin, or the distribution's libxrt packages."};
    return {nullptr, file.string() + " cannot be loaded: " + reason + "."};
}

XrtPlugin load(const fs::path& file) {
    // Never unloaded: XRT keeps threads and objects of its own until the program ends.
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) return why_not_loaded(file);
    void* symbol = dlsym(library, xrt_plugin_symbol);
    if (symbol == nullptr) return {nullptr, file.string() + " is not a plugin of this program."};
    const XrtPluginTable* table = reinterpret_cast<const XrtPluginTable* (*)()>(symbol)();
    if (table == nullptr || table->abi != xrt_plugin_abi || table->open == nullptr)
        return {nullptr, file.string() + " belongs to another version of this program: install both together."};
    return {table, std::string("XRT ") + table->xrt_version + ", through " + file.string() + "."};
}

}  // namespace

std::vector<fs::path> xrt_plugin_files() {
    const char* chosen = std::getenv("TILESCRIBE_NPU_PLUGIN");  // NOLINT(concurrency-mt-unsafe): nobody sets it while we run
    if (chosen != nullptr && *chosen != '\0') return {chosen};
    const fs::path folder = program_folder();
    return {folder / plugin_name, (folder / "../lib/tilescribe" / plugin_name).lexically_normal()};
}

XrtPlugin load_xrt_plugin(const std::vector<fs::path>& files) {
    for (const fs::path& file : files)
        if (is_there(file)) return load(file);
    std::string places;
    for (const fs::path& file : files) places += (places.empty() ? "" : ", ") + file.string();
    return {nullptr, "This program was built without XRT: there is no plugin (" + places +
                         "). Build it again on a machine with XRT's headers."};
}

std::unique_ptr<ArrayDevice> open_xrt_device(const XrtDeviceOptions& options) {
    const XrtPlugin plugin = load_xrt_plugin();
    if (!plugin) throw NpuFault(FaultKind::refused, plugin.sentence);
    return plugin.table->open(options);
}

}  // namespace tilescribe::npu
