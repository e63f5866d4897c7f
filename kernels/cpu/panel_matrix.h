// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/isa/kernel_table.h"
#include "kernels/cpu/matrix_product.h"
#include "kernels/weight_matrix.h"

namespace tilescribe {

/// Our own matrix product: reads the weights once per call, in the type in which they were stored (q4 and q5 as bytes), and
/// computes as if they had been dequantised to f32 first. Fast for few rows, where reading the weights is all that counts; without
/// oneDNN it serves many rows too.
class PanelMatrix final : public MatrixProduct {
public:
    /// Packs the weights on the pool's threads; the views may be released afterwards.
    PanelMatrix(const LinearWeights& weights, const KernelTable& kernels, ThreadPool& pool);

    [[nodiscard]] std::int64_t weight_bytes() const noexcept override { return static_cast<std::int64_t>(panels_.size()); }
    void multiply_rows(TensorView input, Epilogue epilogue, TensorView output, ThreadScratch& scratch) const override;
    void multiply(Workspace& workspace, TensorView input, Epilogue epilogue, TensorView output) const override;
    /// output[i] = weight(row, i) + addend[i], n_in elements.
    void read_row(std::int64_t row, const float* addend, float* output) const;

private:
    [[nodiscard]] PanelProduct product(TensorView input, Epilogue epilogue, TensorView output) const noexcept;

    const KernelTable& kernels_;
    PanelType type_;
    std::int64_t n_out_;
    std::int64_t n_in_;
    std::int64_t n_panels_;
    std::int64_t panel_bytes_;
    AlignedBuffer panels_;
    AlignedBuffer bias_;  // empty where there is none
};

}  // namespace tilescribe
