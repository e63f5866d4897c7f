// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/aie/kernel_call.h"

#include "kernels/npu/aie/bfloat16.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <string>

namespace tilescribe::npu::testing {
namespace {

constexpr std::byte guard{0xa5};

/// A buffer between two guards.
class GuardedBuffer {
public:
    GuardedBuffer(std::size_t size, const Bytes& content) : size_(size), lines_(2 + (size + line_bytes - 1) / line_bytes) {
        std::memset(lines_.data(), std::to_integer<int>(guard), lines_.size() * line_bytes);
        std::memset(data(), 0, size);
        std::memcpy(data(), content.data(), content.size());
    }
    std::byte* data() { return lines_[1].bytes; }
    [[nodiscard]] Bytes content() {
        Bytes out(size_);
        std::memcpy(out.data(), data(), size_);
        return out;
    }
    [[nodiscard]] bool is_intact() {
        const auto is_guard = [](std::byte b) { return b == guard; };
        return std::ranges::all_of(lines_.front().bytes, is_guard) &&
               std::all_of(data() + size_, lines_.back().bytes + line_bytes, is_guard);
    }

private:
    static constexpr std::size_t line_bytes = 64;
    struct alignas(line_bytes) Line {
        std::byte bytes[line_bytes];
    };

    std::size_t size_;
    std::vector<Line> lines_;
};

}  // namespace

std::vector<Bytes> run(const Call& call, Run kernel) {
    const auto use = tile_use(call.generation, call.kernel, call.parameters);
    const std::string name(call.kernel);
    if (!use) throw std::logic_error(name + ": tile_use() refuses the parameters");
    if (use->inputs != static_cast<int>(call.inputs.size())) throw std::logic_error(name + ": other number of inputs");
    std::vector<GuardedBuffer> buffers;
    for (std::size_t i = 0; i < static_cast<std::size_t>(use->buffers); ++i) {
        const bool is_input = i < call.inputs.size();
        const std::size_t output = i - call.inputs.size();
        const Bytes content = is_input ? call.inputs[i] : output < call.before.size() ? call.before[output] : Bytes(use->bytes[i]);
        if (content.size() != use->bytes[i]) throw std::logic_error(name + ": other size of buffer " + std::to_string(i));
        buffers.emplace_back(use->bytes[i], content);
    }
    std::vector<std::byte*> pointers;
    pointers.reserve(buffers.size());
    for (GuardedBuffer& buffer : buffers) pointers.push_back(buffer.data());
    kernel(pointers, call.parameters);
    std::vector<Bytes> outputs;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
        if (!buffers[i].is_intact()) throw std::logic_error(name + " writes beside buffer " + std::to_string(i));
        if (i >= call.inputs.size())
            outputs.push_back(buffers[i].content());
        else if (buffers[i].content() != call.inputs[i])
            throw std::logic_error(name + " writes into input " + std::to_string(i));
    }
    return outputs;
}

std::vector<Bytes> run(const Call& call) {
    const CoreKernel* const kernel = find_core_kernel(call.kernel);
    if (kernel == nullptr) throw std::logic_error("no kernel " + std::string(call.kernel));
    return run(call, kernel->run);
}

std::vector<float> random_values(std::size_t count, unsigned seed, float deviation) {
    std::mt19937 generator(seed);
    std::normal_distribution<float> distribution(0.0F, deviation);
    std::vector<float> values(count);
    std::ranges::generate(values, [&] { return distribution(generator); });
    return values;
}

std::vector<std::uint16_t> to_bf16s(const std::vector<float>& values) {
    std::vector<std::uint16_t> out(values.size());
    std::ranges::transform(values, out.begin(), to_bf16);
    return out;
}

std::vector<float> to_floats(const std::vector<std::uint16_t>& values) {
    std::vector<float> out(values.size());
    std::ranges::transform(values, out.begin(), from_bf16);
    return out;
}

double relative_error(const std::vector<float>& a, const std::vector<double>& b) {
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        difference += (a.at(i) - b[i]) * (a.at(i) - b[i]);
        norm += b[i] * b[i];
    }
    return std::sqrt(difference / norm);
}

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
    double sum_a = 0;
    double sum_b = 0;
    for (std::size_t i = 0; i < b.size(); ++i) sum_a += a.at(i), sum_b += b[i];
    const double mean_a = sum_a / static_cast<double>(b.size());
    const double mean_b = sum_b / static_cast<double>(b.size());
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace tilescribe::npu::testing
