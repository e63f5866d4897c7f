// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/workspace.h"
#include "kernels/kernel_backend.h"
#include "kernels/tensor_view.h"

#include <cstdint>

namespace tilescribe {

/// Packed weights [n_out, n_in] that multiply rows: output = epilogue(input * weights^T + bias). Shapes are checked by the caller.
class MatrixProduct {
public:
    MatrixProduct() = default;
    MatrixProduct(const MatrixProduct&) = delete;
    MatrixProduct& operator=(const MatrixProduct&) = delete;
    virtual ~MatrixProduct() = default;

    /// Memory that one product reads.
    [[nodiscard]] virtual std::int64_t weight_bytes() const noexcept = 0;
    /// On the calling thread alone; several threads may multiply different rows at once.
    virtual void multiply_rows(TensorView input, Epilogue epilogue, TensorView output, ThreadScratch& scratch) const = 0;
    /// On all threads of the workspace.
    virtual void multiply(Workspace& workspace, TensorView input, Epilogue epilogue, TensorView output) const;
};

/// How many rows one thread takes at a time: a few turns for each thread, so that a slow core does not hold up the rest, but enough
/// rows to use each weight often.
std::int64_t rows_per_task(std::int64_t rows, int threads) noexcept;

}  // namespace tilescribe
