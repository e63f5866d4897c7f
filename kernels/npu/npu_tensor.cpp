// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/npu_tensor.h"

#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/npu/designs/padding.h"
#include "kernels/npu/device_content.h"

#include <algorithm>

namespace tilescribe::npu {
namespace {

void widen(const Bf16* from, float* to, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) to[i] = from_bf16(from[i]);
}

void narrow(const float* from, Bf16* to, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) to[i] = to_bf16(from[i]);
}

/// In blocks: one of the two sides is read with large strides.
void narrow_transposed(const float* from, std::int64_t bands, std::int64_t frames, Bf16* to, std::int64_t stride) {
    constexpr std::int64_t block = 32;
    for (std::int64_t first = 0; first < frames; first += block)
        for (std::int64_t b = 0; b < bands; ++b)
            for (std::int64_t f = first; f < std::min(first + block, frames); ++f)
                to[f * stride + b] = to_bf16(from[b * frames + f]);
}

void widen_transposed(const Bf16* from, std::int64_t stride, float* to, std::int64_t bands, std::int64_t frames) {
    for (std::int64_t b = 0; b < bands; ++b)
        for (std::int64_t f = 0; f < frames; ++f) to[b * frames + f] = from_bf16(from[f * stride + b]);
}

}  // namespace

DeviceLayout rows_layout(ArrayGeneration generation, std::int64_t rows, std::int64_t cols) {
    return {.kind = DeviceLayout::Kind::rows,
            .stride = padded_cols(generation, cols),
            .first = 0,
            .elements = activation_elements(generation, rows, cols)};
}

std::int64_t frame_stride(ArrayGeneration generation, std::int64_t bands, bool is_transposed) noexcept {
    constexpr std::int64_t unit = 16;
    return is_transposed ? (bands + unit - 1) / unit * unit : padded_cols(generation, bands);
}

DeviceLayout frames_layout(std::int64_t frames, std::int64_t stride, bool is_transposed) {
    const std::int64_t elements = std::max({(padded_rows(frames) + 1) * stride, conv_input_elements(frames, stride, 1),
                                            conv_input_elements((frames + 1) / 2, stride, 2)});
    return {.kind = is_transposed ? DeviceLayout::Kind::transposed_frames : DeviceLayout::Kind::frames,
            .stride = stride,
            .first = stride,
            .elements = elements};
}

NpuTensor::NpuTensor(std::int64_t rows, std::int64_t cols, std::shared_ptr<const std::uint64_t> submissions)
    : rows_(rows),
      cols_(cols),
      host_(static_cast<std::size_t>(rows * cols) * sizeof(float)),
      submissions_(std::move(submissions)) {}

bool NpuTensor::is_whole(const TensorView& view) const noexcept {
    return view.storage_offset == 0 && view.rows == rows_ && view.cols == cols_ && view.stride == cols_;
}

bool NpuTensor::is_columns(const TensorView& view) const noexcept {
    return view.rows == rows_ && view.stride == cols_ && view.storage_offset >= 0 && view.storage_offset + view.cols <= cols_;
}

void NpuTensor::device_changed(bool leaves_zeros) noexcept {
    newest_ = Newest::device;
    has_zeros_behind_ = has_zeros_behind_ && leaves_zeros;
    is_written_by_array_ = true;
    operand.is_current = false;
    fetched_after_ = never;
}

void NpuTensor::make_image(ArrayDevice& device, const DeviceLayout& layout) {
    image_ = uploaded(device, {}, static_cast<std::size_t>(layout.elements) * sizeof(Bf16));
    layout_ = layout;
    newest_ = Newest::host;
    is_written_by_array_ = false;
    has_zeros_behind_ = true;
    fetched_after_ = never;
    operand = {};
}

void NpuTensor::will_be_uploaded() noexcept {
    newest_ = Newest::both;
    operand.is_current = false;
}

std::int64_t NpuTensor::write_image() {
    if (is_written_by_array_) static_cast<void>(fetch());  // or stale cache lines would go down with the new content
    auto* image = reinterpret_cast<Bf16*>(image_->host().data()) + layout_.first;
    const float* host = host_.floats();
    const bool is_transposed = layout_.kind == DeviceLayout::Kind::transposed_frames;
    if (is_transposed) {
        narrow_transposed(host, rows_, cols_, image, layout_.stride);
    } else {
        for (std::int64_t r = 0; r < rows_; ++r) narrow(host + r * cols_, image + r * layout_.stride, cols_);
    }
    const std::int64_t bytes = (is_transposed ? cols_ : rows_) * layout_.stride * static_cast<std::int64_t>(sizeof(Bf16));
    image_->sync_to_device(static_cast<std::size_t>(layout_.first) * sizeof(Bf16), static_cast<std::size_t>(bytes));
    fetched_after_ = never;
    return bytes;
}

std::span<const std::uint16_t> NpuTensor::fetch() {
    const auto elements = static_cast<std::size_t>(layout_.elements);
    if (fetched_after_ != *submissions_) image_->sync_from_device(0, elements * sizeof(Bf16));
    fetched_after_ = *submissions_;
    return {reinterpret_cast<const std::uint16_t*>(image_->host().data()), elements};
}

std::int64_t NpuTensor::download() {
    const std::span<const Bf16> content = fetch();
    const Bf16* image = content.data() + layout_.first;
    float* host = host_.floats();
    if (layout_.kind == DeviceLayout::Kind::transposed_frames) {
        widen_transposed(image, layout_.stride, host, rows_, cols_);
    } else {
        for (std::int64_t r = 0; r < rows_; ++r) widen(image + r * layout_.stride, host + r * cols_, cols_);
    }
    newest_ = Newest::both;
    return static_cast<std::int64_t>(content.size_bytes());
}

}  // namespace tilescribe::npu
