// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/npu/designs/run_program.h"

#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/array/emulated_device.h"

#include <cmath>

namespace tilescribe::npu {

void run_program(const ArrayProgram& program, std::span<Bytes* const> arguments) {
    EmulatedArrayDevice device(program.generation, 2);
    const auto loaded = device.load(serialise(program));
    std::vector<std::unique_ptr<DeviceBuffer>> buffers;
    std::vector<DeviceBuffer*> list;
    for (const Bytes* argument : arguments) {
        buffers.push_back(device.allocate(argument->size()));
        std::memcpy(buffers.back()->host().data(), argument->data(), argument->size());
        buffers.back()->sync_to_device(0, argument->size());
        list.push_back(buffers.back().get());
    }
    device.enqueue(*loaded, list);
    static_cast<void>(device.wait(std::chrono::milliseconds(600'000)));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        buffers[i]->sync_from_device(0, arguments[i]->size());
        std::memcpy(arguments[i]->data(), buffers[i]->host().data(), arguments[i]->size());
    }
}

std::string complaints_about(const ArrayProgram& program) {
    try {
        static_cast<void>(prepare_program(program));
    } catch (const NpuFault& fault) {
        return program.name + ": " + fault.what();
    }
    return {};
}

std::vector<float> random_values(std::size_t count, std::mt19937& random, float deviation) {
    std::normal_distribution<float> normal(0.0F, deviation);
    std::vector<float> values(count);
    for (float& value : values) value = normal(random);
    return values;
}

std::vector<float> rounded(std::vector<float> values) {
    for (float& value : values) value = from_bf16(to_bf16(value));
    return values;
}

Bytes bf16_buffer(std::span<const float> values, std::int64_t rows, std::int64_t cols, Bf16Layout layout, std::int64_t elements) {
    Bytes buffer(static_cast<std::size_t>(2 * elements));
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t col = 0; col < cols; ++col) {
            const Bf16 value = to_bf16(values[static_cast<std::size_t>(row * cols + col)]);
            std::memcpy(buffer.data() + 2 * (layout.offset + row * layout.stride + col), &value, sizeof value);
        }
    return buffer;
}

std::vector<float> bf16_values(const Bytes& buffer, std::int64_t rows, std::int64_t cols, Bf16Layout layout) {
    std::vector<float> values(static_cast<std::size_t>(rows * cols));
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t col = 0; col < cols; ++col) {
            Bf16 value = 0;
            std::memcpy(&value, buffer.data() + 2 * (layout.offset + row * layout.stride + col), sizeof value);
            values[static_cast<std::size_t>(row * cols + col)] = from_bf16(value);
        }
    return values;
}

double relative_error(std::span<const float> x, std::span<const float> expected) {
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference += std::pow(double{x[i]} - double{expected[i]}, 2);
        size += std::pow(double{expected[i]}, 2);
    }
    const double error = std::sqrt(difference / size);
    return std::isnan(error) ? HUGE_VAL : error;
}

}  // namespace tilescribe::npu
