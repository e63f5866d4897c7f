// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/lazy_memory.h"
#include "kernels/tensor_view.h"

#include <cstddef>
#include <memory>

namespace tilescribe::npu {

/// How a tensor lies in its device buffer: bf16, padded as kernels/npu/designs/padding.h says. In elements.
struct DeviceLayout {
    enum class Kind : std::uint8_t {
        rows,              ///< row after row, for every op but convolutions
        frames,            ///< a convolution's time-major input: a row of zeros first, slack behind
        transposed_frames  ///< likewise, but the host's matrix is [bands, frames], as a log-mel spectrogram lies
    };
    Kind kind = Kind::rows;
    std::int64_t stride = 0;
    std::int64_t first = 0;     ///< where row (or frame) 0 begins
    std::int64_t elements = 0;  ///< of the whole buffer
    friend bool operator==(const DeviceLayout&, const DeviceLayout&) = default;
};

[[nodiscard]] DeviceLayout rows_layout(ArrayGeneration generation, std::int64_t rows, std::int64_t cols);
/// For a host matrix [frames, bands] or, transposed, [bands, frames]; stride from frame to frame: frame_stride(), or more.
[[nodiscard]] DeviceLayout frames_layout(std::int64_t frames, std::int64_t stride, bool is_transposed);
/// What a spectrogram's bands need is less than what an output of the array is padded to.
[[nodiscard]] std::int64_t frame_stride(ArrayGeneration generation, std::int64_t bands, bool is_transposed) noexcept;

class NpuTensor;

/// Some neighbouring columns of a tensor.
struct TensorColumns {
    NpuTensor* tensor = nullptr;
    std::int64_t first = 0;
};

/// Activations: f32 for the host and, once the array has to do with them, bf16 in a device buffer; the two are converted into each
/// other by upload() and download() alone.
class NpuTensor final : public TensorStorage {
public:
    enum class Newest : std::uint8_t { host, device, both };

    /// `submissions` counts what the array has been given to do: a host copy older than that is fetched again.
    NpuTensor(std::int64_t rows, std::int64_t cols, std::shared_ptr<const std::uint64_t> submissions);

    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::int64_t cols() const noexcept { return cols_; }
    [[nodiscard]] TensorView view() noexcept { return {host_.floats(), rows_, cols_, cols_, this, 0}; }
    /// True where `view` is the whole tensor.
    [[nodiscard]] bool is_whole(const TensorView& view) const noexcept;
    /// True where `view` is some neighbouring columns of the tensor, all rows.
    [[nodiscard]] bool is_columns(const TensorView& view) const noexcept;

    [[nodiscard]] Newest newest() const noexcept { return newest_; }
    void host_changed() noexcept { newest_ = Newest::host; }
    /// An op on the array writes it (or will, when it is submitted). `leaves_zeros`: behind the last row (or frame) as well.
    void device_changed(bool leaves_zeros = false) noexcept;

    [[nodiscard]] const DeviceLayout& layout() const noexcept { return layout_; }
    [[nodiscard]] bool has_image() const noexcept { return image_ != nullptr; }
    [[nodiscard]] DeviceBuffer& image() const noexcept { return *image_; }
    /// A zero-filled buffer of that layout in place of the old one, whose content is lost. Throws NpuFault, and leaves the
    /// old one then.
    void make_image(ArrayDevice& device, const DeviceLayout& layout);
    [[nodiscard]] bool has_image(const DeviceLayout& layout) const noexcept { return image_ != nullptr && layout_ == layout; }
    /// What lies behind the last row (or frame) is zeros.
    [[nodiscard]] bool has_zeros_behind() const noexcept { return has_zeros_behind_; }
    /// The buffer will have the host's content when write_image() is called: both are equally new from now on.
    void will_be_uploaded() noexcept;
    /// Host -> device; bytes. Does not say that anything is newer.
    std::int64_t write_image();
    /// Device -> host: the buffer's host copy, then f32; bytes.
    std::int64_t download();
    /// The buffer's host copy, brought up to date once per submission, however often it is asked for.
    [[nodiscard]] std::span<const std::uint16_t> fetch();

    /// The tensor as the int8 and bfp16 products read it, made on the array from the image.
    struct Operand {
        std::unique_ptr<DeviceBuffer> values;
        std::unique_ptr<DeviceBuffer> scales;  ///< int8 only
        bool is_current = false;
    };
    Operand operand;

private:
    std::int64_t rows_, cols_;
    LazyMemory host_;
    Newest newest_ = Newest::host;
    DeviceLayout layout_;
    std::unique_ptr<DeviceBuffer> image_;
    std::shared_ptr<const std::uint64_t> submissions_;
    std::uint64_t fetched_after_ = never;
    bool is_written_by_array_ = false;
    bool has_zeros_behind_ = true;
    static constexpr std::uint64_t never = ~std::uint64_t{0};
};

}  // namespace tilescribe::npu
