// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>

namespace tilescribe {

/// Memory that a backend owns for activations. A backend that computes elsewhere derives from it and keeps its device buffer there.
class TensorStorage {
public:
    TensorStorage() = default;
    TensorStorage(const TensorStorage&) = delete;
    TensorStorage& operator=(const TensorStorage&) = delete;
    virtual ~TensorStorage() = default;
};

/// A row-major f32 matrix [rows, cols] that someone else owns. `storage` is null for plain host memory; otherwise `data` is the
/// host's window into it, valid on the host only after KernelBackend::download() and seen by the device after upload().
struct TensorView {
    float* data = nullptr;
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::int64_t stride = 0;  ///< elements from one row to the next, >= cols
    TensorStorage* storage = nullptr;
    std::int64_t storage_offset = 0;  ///< elements from the storage's beginning to `data`

    [[nodiscard]] float* row(std::int64_t r) const noexcept { return data + r * stride; }
    [[nodiscard]] TensorView rows_from(std::int64_t first, std::int64_t count) const noexcept {
        return {data + first * stride, count, cols, stride, storage, storage_offset + first * stride};
    }
    [[nodiscard]] TensorView cols_from(std::int64_t first, std::int64_t count) const noexcept {
        return {data + first, rows, count, stride, storage, storage_offset + first};
    }
};

/// A view over plain host memory without gaps between rows.
inline TensorView host_view(float* data, std::int64_t rows, std::int64_t cols) noexcept {
    return {data, rows, cols, cols, nullptr, 0};
}

/// A matrix with the storage it lives in. Copies share the storage.
struct Tensor {
    std::shared_ptr<TensorStorage> storage;
    TensorView view;
};

}  // namespace tilescribe
