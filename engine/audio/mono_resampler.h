// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/ffmpeg_handles.h"

#include <optional>
#include <string>
#include <vector>

namespace tilescribe {

/// Why sound of this rate and number of channels is not taken ("declares ..."), empty if it is.
std::string unusable_sound(int sample_rate, int channels);

/// Decoded frames of any format, rate and channels to 16 kHz mono f32; see MediaFileSource for how. They may change on the way.
class MonoResampler {
public:
    explicit MonoResampler(std::optional<int> channel) : channel_(channel) {}
    ~MonoResampler();
    MonoResampler(const MonoResampler&) = delete;
    MonoResampler& operator=(const MonoResampler&) = delete;

    /// Appends the frame's sound to `out`, except what the filter still holds. The frame is one that unusable_sound() allows.
    /// False: it cannot be converted.
    [[nodiscard]] bool convert(const AVFrame& frame, std::vector<float>& out);
    /// Appends what the filter holds: the end, or a change of format.
    void flush(std::vector<float>& out);

private:
    [[nodiscard]] bool fits(const AVFrame& frame) const noexcept;
    [[nodiscard]] bool configure(const AVFrame& frame);
    [[nodiscard]] bool start(bool by_layout, bool soxr);
    [[nodiscard]] bool resample(const std::uint8_t** data, int count, std::vector<float>& out);

    std::optional<int> channel_;
    FfmpegHandle<SwrContext> swr_;
    AVSampleFormat format_ = AV_SAMPLE_FMT_NONE;
    int sample_rate_ = 0;
    AVChannelLayout layout_{};
};

}  // namespace tilescribe
