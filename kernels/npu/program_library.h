// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/designs/designs.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// A program of the array for one shape, and how it has done so far.
struct ArrayKernel {
    std::string name;   ///< the design's: kernel, shape and what is fused
    std::string tiles;  ///< for people: "64 x 64 x 32"; empty where there is nothing to choose
    int cores = 0;
    std::int64_t macs = 0;  ///< with padding
    std::vector<std::uint32_t> argument_bytes;
    std::unique_ptr<LoadedProgram> loaded;

    // What became of its runs.
    std::int64_t calls = 0;
    std::chrono::nanoseconds time{};
    bool is_simulated = false;
    double utilisation = 0;  ///< of the last run; padding of rows and columns is no use
    std::int64_t bytes_moved = 0;

    /// useful_macs: the op's own, 0 where it has none.
    void add(const RunReport& run, std::int64_t useful_macs) noexcept {
        ++calls;
        time += run.duration;
        is_simulated = run.simulated;
        const bool is_padded = useful_macs > 0 && useful_macs < macs;
        utilisation = run.utilisation * (is_padded ? static_cast<double>(useful_macs) / static_cast<double>(macs) : 1.0);
        bytes_moved += run.bytes_moved;
    }
};

/// The programs of one device: designed and loaded when a shape comes up first, then kept. Throws NpuFault (refused) where the
/// array cannot run a shape.
class ProgramLibrary {
public:
    explicit ProgramLibrary(ArrayDevice& device) : device_(device) {}

    [[nodiscard]] ArrayKernel& gemm(const GemmProblem& problem, const GemmTiles& tiles);
    [[nodiscard]] ArrayKernel& attention(const AttentionProblem& problem);
    [[nodiscard]] ArrayKernel& layer_norm(const RowProblem& problem);
    [[nodiscard]] ArrayKernel& quantise_rows(const RowProblem& problem);
    [[nodiscard]] ArrayKernel& to_bfp16(const RowProblem& problem);
    [[nodiscard]] ArrayKernel& log_mel(const LogMelProblem& problem);

    /// In the order in which they came up.
    [[nodiscard]] const std::vector<std::unique_ptr<ArrayKernel>>& kernels() const noexcept { return kernels_; }

private:
    [[nodiscard]] ArrayKernel& kernel(const std::string& key, const std::function<ArrayProgram()>& design,
                                      const std::string& tiles = {});

    ArrayDevice& device_;
    std::vector<std::unique_ptr<ArrayKernel>> kernels_;
    std::map<std::string, ArrayKernel*> by_key_;
};

/// The kernel-selection log: shape -> program, tiles, cores, utilisation; one line each. Empty where nothing ran.
[[nodiscard]] std::string kernel_selection_text(const ProgramLibrary& library);

}  // namespace tilescribe::npu
