// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/npu_backend_entry.h"

#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "kernels/npu/runtime/npu_detection.h"
#include "kernels/npu/runtime/xrt_plugin.h"

#include <array>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace tilescribe::npu {
namespace {

struct Variant {
    std::string_view name;
    ArrayGeneration generation;
    GemmType type;
};

constexpr std::array<Variant, 5> emulated_variants{{
    {"npu1", ArrayGeneration::npu1, GemmType::bf16},
    {"npu4", ArrayGeneration::npu4, GemmType::bf16},
    {"npu1-int8", ArrayGeneration::npu1, GemmType::int8},
    {"npu4-int8", ArrayGeneration::npu4, GemmType::int8},
    {"npu4-bfp16", ArrayGeneration::npu4, GemmType::bfp16},
}};

/// The registry lets known names through only; the first is what no name means.
const Variant& emulated_variant(const std::string& name) {
    for (const Variant& variant : emulated_variants)
        if (variant.name == name) return variant;
    return emulated_variants.front();
}

GemmType type_named(const std::string& name) {
    if (name == "int8") return GemmType::int8;
    return name == "bfp16" ? GemmType::bfp16 : GemmType::bf16;
}

std::unique_ptr<KernelBackend> make_backend(std::unique_ptr<ArrayDevice> device, std::string name, GemmType type, int threads) {
    return std::make_unique<NpuBackend>(std::move(device),
                                        NpuBackendOptions{.name = std::move(name), .type = type, .cpu_threads = threads});
}

/// Empty where everything that the NPU needs is there.
std::string what_is_missing(const NpuPresence& npu) {
    if (!npu.present) return npu.reason;
    if (const XrtPlugin plugin = load_xrt_plugin(); !plugin) return npu.name + ": " + plugin.sentence;
    if (find_xclbin(npu.generation).empty()) return npu.name + ": " + missing_xclbin_sentence(npu.generation);
    return {};
}

XrtDeviceOptions device_options(const NpuPresence& npu) {
    std::error_code error;
    // With its folder: no folder would mean that hardware takes our words as they are.
    const std::filesystem::path xclbin = std::filesystem::absolute(find_xclbin(npu.generation), error);
    return {.xclbin = xclbin, .instructions = xclbin.parent_path(), .generation = npu.generation, .name = npu.name};
}

}  // namespace

BackendEntry npu_backend_entry() {
    BackendEntry entry;
    entry.name = "npu";
    entry.description = "AMD's NPU through XRT: the encoder on its array, the decoder on the CPU";
    const NpuPresence npu = find_npu();
    const std::string missing = what_is_missing(npu);
    entry.is_available = missing.empty();
    entry.reason = missing.empty() ? npu.reason : missing;
    if (entry.is_available) entry.variants = {"bf16", "int8"};
    if (entry.is_available && npu.generation == ArrayGeneration::npu4) entry.variants.emplace_back("bfp16");
    entry.create = [npu](const BackendOptions& options) {
        try {
            return make_backend(open_xrt_device(device_options(npu)), "npu", type_named(options.variant), options.threads);
        } catch (const NpuFault& fault) {
            throw BackendUnavailable(fault.what());
        }
    };
    return entry;
}

BackendEntry npu_emulated_backend_entry() {
    BackendEntry entry;
    entry.name = "npu-emulated";
    entry.description = "An NPU's array emulated on this processor, with simulated times: for trying it out";
    entry.is_available = true;
    entry.reason = "Needs neither an NPU nor XRT.";
    for (const Variant& variant : emulated_variants) entry.variants.emplace_back(variant.name);
    entry.create = [](const BackendOptions& options) {
        const Variant& variant = emulated_variant(options.variant);
        return make_backend(make_emulated_device(variant.generation, options.threads), "npu-emulated", variant.type,
                            options.threads);
    };
    return entry;
}

}  // namespace tilescribe::npu
