// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/cpu/cpu_isa.h"
#include "kernels/cpu/matrix_product.h"

#include <memory>
#include <span>
#include <string>

// oneDNN, its 2.x or 3.x API, is seen by no other file.
//
// Threads: oneDNN's own (libgomp's, in Debian) are not used. Every thread of our pool multiplies some rows with a primitive made
// for one thread, so nothing of OpenMP ever starts, spins or needs OMP_WAIT_POLICY, and one product's rows spread over cores as
// they become free. Versions before 3.0 emit instructions for AMX that die with SIGILL (uxlfoundation/oneDNN#1661): they are capped
// at AVX-512.

namespace tilescribe {

/// "2.6.3": of the library that is loaded.
std::string onednn_version();

/// Limits oneDNN to `isa` before its first use. It can be told only once per process: false when it already runs at another level,
/// and where it is not wanted: under ThreadSanitizer (it is not instrumented) or with TILESCRIBE_NO_ONEDNN=1.
bool claim_onednn(CpuIsa isa);

/// `weights` is [n_out, n_in] in f32, `bias` empty or n_out elements; both are copied. Null where oneDNN has
/// no fast implementation for these sizes.
std::unique_ptr<MatrixProduct> make_onednn_matmul(std::span<const float> weights, std::int64_t n_out, std::int64_t n_in,
                                                  std::span<const float> bias);

}  // namespace tilescribe
