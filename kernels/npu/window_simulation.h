// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/npu/array_device.h"
#include "kernels/npu/designs/gemm_design.h"
#include "kernels/op_profile.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace tilescribe::npu {

/// What of a network decides how long its encoder and cross keys and values take.
struct EncoderShape {
    std::int64_t n_mels = 0;
    std::int64_t width = 0;
    std::int64_t encoder_layers = 0;
    std::int64_t decoder_layers = 0;
};

/// A program's part in a window.
struct SimulatedKernel {
    std::string name, tiles;
    int cores = 0;
    std::int64_t calls = 0;
    std::chrono::nanoseconds per_call{};  ///< with the host's share of the call
    std::chrono::nanoseconds on_array{};  ///< without it
    double utilisation = 0;               ///< on the array, of its peak for the type; padding of rows and columns is no use
    std::int64_t bytes_per_call = 0;
    std::int64_t macs = 0;  ///< per call, with padding
    bool is_product = false;
    std::string binding;                   ///< the busiest resource: "the cores (82 %)"
    std::vector<std::uint32_t> words;      ///< its instruction stream
    std::int64_t configuration_words = 0;  ///< that the controller writes before each call, in no time above
};

/// One 30 s window on the array, every time simulated.
struct SimulatedWindow {
    std::vector<SimulatedKernel> kernels;
    OpProfileSnapshot ops;               ///< by kind of op
    std::chrono::nanoseconds log_mel{};  ///< zero where the array does not compute it
    std::chrono::nanoseconds encoder{};  ///< convolutions to the final norm
    std::chrono::nanoseconds cross_keys_values{};
    double product_utilisation = 0;  ///< of the products, weighted by their time on the array
    std::int64_t bytes = 0;          ///< DRAM to array and back
    /// What configuring the array before every call would add on hardware, between least and most (TimeParameters::least_word_ns).
    struct Configuration {
        std::chrono::nanoseconds least{}, most{};
    };
    Configuration configuration;          ///< of all calls
    Configuration encoder_configuration;  ///< of those that are not log-mel

    [[nodiscard]] std::chrono::nanoseconds total() const noexcept { return log_mel + encoder + cross_keys_values; }
};

/// Queues one window as the engine does, through NpuBackend, on a device that only keeps time: the same programs in the same order.
/// Throws NpuFault where the array cannot run one of them.
[[nodiscard]] SimulatedWindow simulate_window(ArrayGeneration generation, GemmType type, const EncoderShape& shape);

}  // namespace tilescribe::npu
