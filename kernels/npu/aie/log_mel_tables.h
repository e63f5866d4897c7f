// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/aie/bfloat16.h"

#include <vector>

// The constant matrices of log-mel on the array: see kernel_table.h. Row-major; the caller blocks them.

namespace tilescribe::npu {

inline constexpr int mel_dft_rows = 1200;    ///< three times the window's 400 samples: hi, hi, lo of the sound
inline constexpr int mel_dft_columns = 400;  ///< real and imaginary parts of the bins 1 ... 200
inline constexpr int mel_bins = 200;         ///< without bin 0, which no filter lets through

/// [1200][400]: the periodic Hann window and the DFT in one, split into two bf16: W_hi, W_lo, W_hi. Columns alternate between t
/// real and t imaginary parts (t = 4 on npu1, 8 on npu4).
[[nodiscard]] std::vector<Bf16> mel_dft_matrix(int t);

/// [200][n_mels]: MelFilterbank::slaney() in bf16, without bin 0; n_mels 80 or 128.
[[nodiscard]] std::vector<Bf16> mel_filter_matrix(int n_mels);

}  // namespace tilescribe::npu
