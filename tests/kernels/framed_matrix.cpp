// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/framed_matrix.h"

#include <algorithm>
#include <bit>

namespace tilescribe::testing {
namespace {

constexpr std::uint32_t mark = 0x7fc0'5eedU;  // a quiet NaN

}  // namespace

FramedMatrix::FramedMatrix(KernelBackend& backend, std::int64_t rows, std::int64_t cols, Frame frame, std::span<const float> values)
    : backend_(&backend),
      rows_(rows),
      cols_(cols),
      frame_(frame),
      tensor_(backend.allocate(rows + 2, frame.left + cols + frame.right)) {
    for (std::int64_t r = 0; r < tensor_.view.rows; ++r)
        std::fill_n(tensor_.view.row(r), tensor_.view.cols, std::bit_cast<float>(mark));
    for (std::int64_t r = 0; r < rows; ++r) std::copy_n(values.begin() + r * cols, cols, view().row(r));
    backend.upload({OpKind::transfer}, tensor_.view);
}

TensorView FramedMatrix::view() const {
    return tensor_.view.rows_from(1, rows_).cols_from(frame_.left, cols_);
}

std::vector<float> FramedMatrix::values() const {
    backend_->download({OpKind::transfer}, tensor_.view);
    std::vector<float> values;
    for (std::int64_t r = 0; r < rows_; ++r) values.insert(values.end(), view().row(r), view().row(r) + cols_);
    return values;
}

bool FramedMatrix::frame_is_intact() const {
    const TensorView& all = tensor_.view;
    for (std::int64_t r = 0; r < all.rows; ++r) {
        for (std::int64_t c = 0; c < all.cols; ++c) {
            const bool is_inside = r >= 1 && r <= rows_ && c >= frame_.left && c < frame_.left + cols_;
            if (!is_inside && std::bit_cast<std::uint32_t>(all.row(r)[c]) != mark) return false;
        }
    }
    return true;
}

}  // namespace tilescribe::testing
