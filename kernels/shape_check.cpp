// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/shape_check.h"

#include "kernels/shape_error.h"

#include <string>

namespace tilescribe {
namespace {

std::string text_of(std::int64_t rows, std::int64_t cols) {
    const auto size = [](std::int64_t n) { return n == any_size ? std::string("any") : std::to_string(n); };
    return "[" + size(rows) + ", " + size(cols) + "]";
}

[[noreturn]] void fail(std::string_view op, std::string_view what, const std::string& expected, const std::string& received) {
    throw ShapeError(std::string(op) + " expects " + std::string(what) + " " + expected + ", received " + received);
}

}  // namespace

void ShapeCheck::matrix(std::string_view operand, const TensorView& view, std::int64_t rows, std::int64_t cols) const {
    const bool rows_fit = rows == any_size ? view.rows >= 0 : view.rows == rows;
    const bool cols_fit = cols == any_size ? view.cols >= 0 : view.cols == cols;
    if (!rows_fit || !cols_fit) fail(op_, operand, text_of(rows, cols), text_of(view.rows, view.cols));
    if (view.stride < view.cols)
        fail(op_, operand, "with a stride of at least " + std::to_string(view.cols), "a stride of " + std::to_string(view.stride));
    if (view.data == nullptr && view.rows != 0 && view.cols != 0)
        fail(op_, operand, text_of(view.rows, view.cols), "a view without memory");
}

void ShapeCheck::equal(std::string_view what, std::int64_t expected, std::int64_t received) const {
    if (expected != received) fail(op_, what, std::to_string(expected), std::to_string(received));
}

void ShapeCheck::in_range(std::string_view what, std::int64_t first, std::int64_t last, std::int64_t received) const {
    if (received < first || received > last)
        fail(op_, what, "from " + std::to_string(first) + " to " + std::to_string(last), std::to_string(received));
}

}  // namespace tilescribe
