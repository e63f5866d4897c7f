// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/log_mel_buffers.h"

#include "kernels/npu/aie/log_mel_tables.h"
#include "kernels/npu/device_content.h"

#include <algorithm>
#include <vector>

namespace tilescribe::npu {

LogMelBuffers::LogMelBuffers(ArrayDevice& device, const LogMelProblem& problem, std::span<const std::uint32_t> argument_bytes)
    : problem_(problem) {
    const int t = problem.generation == ArrayGeneration::npu1 ? 4 : 8;
    const auto tables = pack_log_mel_tables(problem, mel_dft_matrix(t), mel_filter_matrix(static_cast<int>(problem.n_mels)));
    sound_ = uploaded(device, pack_sound(problem, {}), argument_bytes[0]);
    tables_ = uploaded(device, tables, argument_bytes[1]);
    rows_ = uploaded(device, {}, argument_bytes[2]);
}

std::int64_t LogMelBuffers::write(std::span<const float> samples, std::int64_t n_frames, float maximum) {
    const std::vector<std::byte> sound = pack_sound(problem_, samples);
    std::ranges::copy(sound, sound_->host().begin());
    sound_->sync_to_device(0, sound.size());
    constexpr float range = 8;  // powers of ten below the loudest that are kept
    std::vector<float> scaling(static_cast<std::size_t>(2 * problem_.frames));
    for (std::int64_t frame = 0; frame < problem_.frames; ++frame) {
        scaling[2 * frame] = maximum - range;
        scaling[2 * frame + 1] = frame < n_frames ? 1.0F : 0.0F;  // a gain of 0 for what must be zero
    }
    const std::vector<std::byte> rows = pack_log_mel_scaling(problem_, scaling);
    std::ranges::copy(rows, rows_->host().begin());
    rows_->sync_to_device(0, rows.size());
    return static_cast<std::int64_t>(sound.size() + rows.size());
}

}  // namespace tilescribe::npu
