// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/tile_choices.h"
#include "kernels/npu/spot_check.h"

#include <memory>
#include <span>
#include <vector>

namespace tilescribe::npu {

/// How often weights were converted, packed and uploaded: once each, at load, where calls are as they were announced.
struct PackingCounts {
    std::int64_t packs = 0;
    std::int64_t bytes = 0;
};

/// What all weights of a backend share.
struct Packing {
    TileChoices tiles;
    PackingCounts counts;
    /// Buffers of weights that were packed anew: queued runs may still read them. Who has queued them clears it.
    std::vector<std::unique_ptr<DeviceBuffer>> replaced;
};

/// A product's weights in the array's own order and type, resident in a device buffer. There is no other copy of them on the host:
/// restore() gets them back from the buffer's.
class PackedWeights {
public:
    /// problem: as the product will most likely be called; weights [n_out][k] row-major, bias [n_out] or empty. Device and packing
    /// must outlive it. Throws NpuFault: refused where the array has no tiles for the problem.
    PackedWeights(ArrayDevice& device, Packing& shared, const GemmProblem& problem, std::span<const float> weights,
                  std::int64_t n_out, std::int64_t k, std::span<const float> bias);

    /// The tiles for `problem`, which differs from the one at construction in its rows, strides and epilogue only. Where the
    /// weights' order does not fit them, they are packed anew. Throws NpuFault, and leaves everything as it was then.
    [[nodiscard]] const GemmTiles& tiles_for(const GemmProblem& problem);

    [[nodiscard]] DeviceBuffer& buffer() const noexcept { return *buffer_; }
    [[nodiscard]] GemmType type() const noexcept { return problem_.type; }
    [[nodiscard]] std::int64_t n_out() const noexcept { return n_out_; }
    [[nodiscard]] std::int64_t k() const noexcept { return k_; }
    [[nodiscard]] const std::vector<float>& bias() const noexcept { return bias_; }
    [[nodiscard]] const ProbeColumns& probes() const noexcept { return probes_; }
    [[nodiscard]] std::int64_t bytes() const noexcept { return static_cast<std::int64_t>(buffer_->host().size()); }

    /// [n_out][k] as the array has them: rounded to its type.
    [[nodiscard]] std::vector<float> restore() const;

private:
    /// In a buffer of their own, uploaded.
    [[nodiscard]] std::unique_ptr<DeviceBuffer> pack(const GemmProblem& problem, const GemmTiles& tiles,
                                                     std::span<const float> weights) const;

    ArrayDevice& device_;
    Packing& shared_;
    GemmProblem problem_;
    GemmTiles tiles_;
    std::int64_t n_out_, k_;
    std::vector<float> bias_;
    ProbeColumns probes_;
    std::unique_ptr<DeviceBuffer> buffer_;
};

}  // namespace tilescribe::npu
