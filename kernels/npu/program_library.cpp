// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/program_library.h"

#include <array>
#include <cstdio>
#include <initializer_list>
#include <stdexcept>

namespace tilescribe::npu {
namespace {

std::string key_of(const char* kind, std::initializer_list<std::int64_t> numbers) {
    std::string key = kind;
    for (const std::int64_t number : numbers) key += " " + std::to_string(number);
    return key;
}

std::string key_of(const char* kind, const RowProblem& p) {
    return key_of(kind, {p.rows, p.width, p.stride});
}

std::string text_of(const GemmTiles& tiles) {
    const char* kept = tiles.keep == GemmTiles::Keep::rows_of_a      ? ", A kept"
                       : tiles.keep == GemmTiles::Keep::columns_of_b ? ", B kept"
                                                                     : "";
    return std::to_string(tiles.m) + " x " + std::to_string(tiles.k) + " x " + std::to_string(tiles.n) + kept;
}

}  // namespace

ArrayKernel& ProgramLibrary::kernel(const std::string& key, const std::function<ArrayProgram()>& design, const std::string& tiles) {
    if (const auto known = by_key_.find(key); known != by_key_.end()) return *known->second;
    auto made = std::make_unique<ArrayKernel>();
    try {
        const ArrayProgram program = design();
        made->name = program.name;
        made->tiles = tiles;
        made->cores = static_cast<int>(program.cores.size());
        made->macs = program.macs;
        made->argument_bytes = program.argument_bytes;
        made->loaded = device_.load(serialise(program));
    } catch (const std::invalid_argument& unfit) {
        throw NpuFault(FaultKind::refused, "The NPU has no program for this shape (" + key + "): " + unfit.what());
    }
    by_key_[key] = made.get();
    kernels_.push_back(std::move(made));
    return *kernels_.back();
}

ArrayKernel& ProgramLibrary::gemm(const GemmProblem& p, const GemmTiles& tiles) {
    const std::string key = key_of(
        "product", {static_cast<int>(p.type), static_cast<int>(p.epilogue), p.rows, p.k, p.n, p.a_stride, p.y_offset, p.y_stride,
                    p.r_offset, tiles.m, tiles.k, tiles.n, tiles.chunk, static_cast<int>(tiles.keep), tiles.y_depth});
    return kernel(key, [&] { return design_gemm(p, tiles); }, text_of(tiles));
}

ArrayKernel& ProgramLibrary::attention(const AttentionProblem& p) {
    const std::string key = key_of("attention", {p.q_rows, p.kv_rows, p.kv_valid, p.n_heads, p.q_stride, p.k_stride, p.v_stride,
                                                 p.y_stride, p.q_offset, p.k_offset, p.v_offset});
    return kernel(key, [&] { return design_attention(p); });
}

ArrayKernel& ProgramLibrary::layer_norm(const RowProblem& p) {
    return kernel(key_of("layer norm", p), [&] { return design_layer_norm(p); });
}

ArrayKernel& ProgramLibrary::quantise_rows(const RowProblem& p) {
    return kernel(key_of("quantise rows", p), [&] { return design_quantise_rows(p); });
}

ArrayKernel& ProgramLibrary::to_bfp16(const RowProblem& p) {
    return kernel(key_of("to bfp16", p), [&] { return design_to_bfp16(p); });
}

ArrayKernel& ProgramLibrary::log_mel(const LogMelProblem& p) {
    return kernel(key_of("log mel", {p.frames, p.n_mels, p.y_offset, p.y_stride}), [&] { return design_log_mel(p); });
}

std::string kernel_selection_text(const ProgramLibrary& library) {
    std::string text;
    for (const auto& kernel : library.kernels()) {
        if (kernel->calls == 0) continue;
        std::array<char, 256> line{};
        const double mean_us = static_cast<double>(kernel->time.count()) / 1e3 / static_cast<double>(kernel->calls);
        std::snprintf(line.data(), line.size(), "%-50s  %-22s  %2d cores  %6lld calls  %9.1f us%s", kernel->name.c_str(),
                      kernel->tiles.c_str(), kernel->cores, static_cast<long long>(kernel->calls), mean_us,
                      kernel->is_simulated ? " (simulated)" : "");
        text += line.data();
        // Hardware does not say.
        if (kernel->utilisation > 0) {
            std::snprintf(line.data(), line.size(), "  %5.1f%% of the array", 100 * kernel->utilisation);
            text += line.data();
        }
        text += "\n";
    }
    return text.empty() ? text : "Programs of the array, with tiles, cores and the mean time of a call:\n" + text;
}

}  // namespace tilescribe::npu
