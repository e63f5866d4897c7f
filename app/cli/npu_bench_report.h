// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/window_simulation.h"

#include <chrono>
#include <string>
#include <vector>

namespace tilescribe {

struct NpuBenchResult {
    std::string model;
    npu::SimulatedWindow window;
    std::chrono::nanoseconds decoder{};  ///< measured on this CPU, 100 tokens
};

/// What `bench npu` found. Every time of the array is simulated and called so.
struct NpuBench {
    std::string device;  ///< "npu1"
    std::string type;    ///< of the products
    std::string cpu;     ///< that measured the decoder
    std::vector<NpuBenchResult> results;
};

[[nodiscard]] std::string npu_bench_text(const NpuBench& bench);
[[nodiscard]] std::string npu_bench_json(const NpuBench& bench);

}  // namespace tilescribe
