// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/spot_check.h"

#include "kernels/npu/aie/bfloat16.h"
#include "kernels/npu/aie/log_mel_tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace tilescribe::npu {
namespace {

constexpr std::int64_t spacing = 64;

/// The n-th of the sampled rows or columns of 0 .. size - 1: one in each stretch of `spacing`, not always at the same place in it.
std::int64_t sample(std::int64_t n, std::int64_t size, std::int64_t salt) {
    return std::min(n * spacing + (n * 29 + salt * 23) % spacing, size - 1);
}

std::int64_t sample_count(std::int64_t size) {
    return (size + spacing - 1) / spacing;
}

std::string complaint(std::int64_t row, std::int64_t column, float found, float expected) {
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), "row %lld, column %lld is %.5g instead of %.5g.", static_cast<long long>(row),
                  static_cast<long long>(column), static_cast<double>(found), static_cast<double>(expected));
    return text.data();
}

bool is_close(float found, float expected, float tolerance) {
    return std::abs(found - expected) <= tolerance;  // false for NaN
}

float gelu(float x) {
    return 0.5F * x * (1.0F + std::erf(x * 0.70710678F));
}

/// An element's sum and how far the array's may be from it.
struct Sum {
    float value = 0;
    float tolerance = 0;
};

Sum product_sum(const Bf16* a, const Bf16* w, std::int64_t k, GemmType type) {
    float sum = 0;
    float squares = 0;
    float a_squares = 0;
    float w_squares = 0;
    float a_largest = 0;
    float w_largest = 0;
    for (std::int64_t i = 0; i < k; ++i) {
        const float x = from_bf16(a[i]);
        const float y = from_bf16(w[i]);
        sum += x * y;
        squares += x * y * x * y;
        a_squares += x * x;
        w_squares += y * y;
        a_largest = std::max(a_largest, std::abs(x));
        w_largest = std::max(w_largest, std::abs(y));
    }
    float tolerance = 0.01F * std::sqrt(squares);  // f32 sums in another order
    // Eight bits: every factor is off by up to half a step of 1/127 of the largest; six standard deviations of their sum.
    if (type != GemmType::bf16)
        tolerance += 6.0F / 127 / 3.46F * (a_largest * std::sqrt(w_squares) + w_largest * std::sqrt(a_squares));
    return {sum, tolerance};
}

class ProductCheck final : public SpotCheck {
public:
    explicit ProductCheck(const ProductUnderCheck& product) : p_(product) {}

    void before() override {
        if (p_.residual == nullptr || p_.residual != p_.output) return;
        old_.clear();
        const std::span<const Bf16> image = p_.residual->fetch();
        for_each_sample([&](std::int64_t row, std::size_t /*probe*/, std::int64_t column) {
            old_.push_back(from_bf16(image[at(*p_.residual, row, column)]));
            return true;
        });
    }

    [[nodiscard]] std::string after() override {
        const std::span<const Bf16> input = p_.input->fetch();
        const std::span<const Bf16> output = p_.output->fetch();
        std::string wrong;
        std::size_t n = 0;
        for_each_sample([&](std::int64_t row, std::size_t probe, std::int64_t column) {
            const Bf16* weights = p_.probes->weights.data() + probe * p_.probes->k;
            Sum sum = product_sum(input.data() + row * p_.a_stride, weights, p_.probes->k, p_.type);
            const float expected = finished(sum.value + p_.probes->bias[probe], row, column, n++);
            const float found = from_bf16(output[at(*p_.output, row, column)]);
            if (is_close(found, expected, sum.tolerance + 0.02F * std::abs(expected) + 1e-4F)) return true;
            wrong = complaint(row, column, found, expected);
            return false;
        });
        return wrong.empty() && p_.residual == nullptr ? size_fault(input, output) : wrong;
    }

private:
    /// |a w| <= |a| |w|, and gelu makes nothing larger: what exceeds that did not come from these operands.
    [[nodiscard]] std::string size_fault(std::span<const Bf16> input, std::span<const Bf16> output) const {
        const std::vector<float>& norms = p_.probes->norms;
        const std::vector<float>& biases = p_.probes->biases;
        for (std::int64_t row = 0; row < p_.rows; ++row) {
            const Bf16* a = input.data() + row * p_.a_stride;
            float squares = 0;
            for (std::int64_t i = 0; i < p_.probes->k; ++i) squares += from_bf16(a[i]) * from_bf16(a[i]);
            const float length = 1.05F * std::sqrt(squares) + 1e-6F;
            const Bf16* y = output.data() + at(*p_.output, row, 0);
            int too_large = 0;
            for (std::size_t c = 0; c < norms.size(); ++c)
                too_large += std::abs(from_bf16(y[c])) <= 1.05F * (length * norms[c] + biases[c]) ? 0 : 1;
            if (too_large > 0) return "row " + std::to_string(row) + " has values that its operands cannot give.";
        }
        return {};
    }

    static std::size_t at(const NpuTensor& tensor, std::int64_t row, std::int64_t column) {
        return static_cast<std::size_t>(tensor.layout().first + row * tensor.layout().stride + column);
    }

    [[nodiscard]] float finished(float sum, std::int64_t row, std::int64_t column, std::size_t n) const {
        const bool has_gelu = p_.epilogue == GemmEpilogue::bias_gelu || p_.epilogue == GemmEpilogue::bias_gelu_residual;
        const float value = has_gelu ? gelu(sum) : sum;
        if (p_.residual == nullptr) return value;
        if (p_.residual == p_.output) return value + old_[n];
        return value + from_bf16(p_.residual->fetch()[at(*p_.residual, row, column)]);
    }

    template <typename Visit>
    void for_each_sample(Visit visit) const {
        for (std::int64_t r = 0; r < sample_count(p_.rows); ++r)
            for (std::size_t c = 0; c < p_.probes->columns.size(); ++c)
                if (!visit(sample(r, p_.rows, p_.salt + static_cast<std::int64_t>(c)), c, p_.probes->columns[c])) return;
    }

    ProductUnderCheck p_;
    std::vector<float> old_;
};

class AttentionCheck final : public SpotCheck {
public:
    explicit AttentionCheck(const AttentionUnderCheck& attention) : a_(attention) {}

    [[nodiscard]] std::string after() override {
        constexpr std::int64_t n_samples = 8;
        const std::int64_t rows = a_.q.tensor->rows();
        for (std::int64_t i = 0; i < n_samples; ++i) {
            const std::string wrong = row_fault((2 * i + 1) * rows / (2 * n_samples), static_cast<int>(i % a_.n_heads));
            if (!wrong.empty()) return wrong;
        }
        return {};
    }

private:
    static constexpr std::int64_t width = 64;

    [[nodiscard]] std::string row_fault(std::int64_t row, int head) const {
        const auto first = [head](const TensorColumns& columns) {
            return columns.tensor->fetch().data() + columns.first + head * width;
        };
        const Bf16* q = first(a_.q) + row * a_.q.tensor->layout().stride;
        const Bf16* k = first(a_.k);
        const Bf16* v = first(a_.v);
        const Bf16* y = a_.output->fetch().data() + row * a_.output->layout().stride + head * width;
        std::vector<float> scores(static_cast<std::size_t>(a_.k.tensor->rows()));
        float largest = -INFINITY;
        for (std::size_t j = 0; j < scores.size(); ++j) {
            const Bf16* key = k + static_cast<std::int64_t>(j) * a_.k.tensor->layout().stride;
            for (std::int64_t c = 0; c < width; ++c) scores[j] += from_bf16(q[c]) * from_bf16(key[c]);
            scores[j] *= 0.125F;
            largest = std::max(largest, scores[j]);
        }
        std::array<float, width> sum{};
        float weights = 0;
        float value_largest = 0;
        for (std::size_t j = 0; j < scores.size(); ++j) {
            const float weight = std::exp(scores[j] - largest);
            weights += weight;
            const Bf16* value = v + static_cast<std::int64_t>(j) * a_.v.tensor->layout().stride;
            for (std::size_t c = 0; c < sum.size(); ++c) {
                sum[c] += weight * from_bf16(value[c]);
                value_largest = std::max(value_largest, std::abs(from_bf16(value[c])));
            }
        }
        for (std::size_t c = 0; c < sum.size(); ++c) {
            const float expected = sum[c] / weights;
            const float found = from_bf16(y[c]);
            if (!is_close(found, expected, 0.02F * std::abs(expected) + 0.02F * value_largest))
                return complaint(row, head * width + static_cast<std::int64_t>(c), found, expected);
        }
        return {};
    }

    AttentionUnderCheck a_;
};

class NormCheck final : public SpotCheck {
public:
    explicit NormCheck(const NormUnderCheck& norm) : n_(norm) {}

    void before() override {
        if (n_.input != n_.output) return;
        const std::span<const Bf16> input = n_.input->fetch();
        old_.assign(input.begin(), input.end());
    }

    [[nodiscard]] std::string after() override {
        const std::span<const Bf16> input = n_.input == n_.output ? std::span<const Bf16>(old_) : n_.input->fetch();
        const std::span<const Bf16> output = n_.output->fetch();
        const std::int64_t width = n_.input->cols();
        for (std::int64_t r = 0; r < sample_count(n_.input->rows()); ++r) {
            const std::int64_t row = sample(r, n_.input->rows(), 0);
            const Bf16* x = input.data() + row * n_.input->layout().stride;
            const Bf16* y = output.data() + row * n_.output->layout().stride;
            double sum = 0;
            double squares = 0;
            for (std::int64_t i = 0; i < width; ++i) {
                const double value = from_bf16(x[i]);
                sum += value;
                squares += value * value;
            }
            const double mean = sum / static_cast<double>(width);
            const double variance = std::max(0.0, squares / static_cast<double>(width) - mean * mean);
            const double factor = 1 / std::sqrt(variance + 1e-5);
            for (std::int64_t i = 0; i < width; ++i) {
                const auto normed = static_cast<float>((from_bf16(x[i]) - mean) * factor);
                const float gain = (*n_.gain)[static_cast<std::size_t>(i)];
                const float expected = normed * gain + (*n_.bias)[static_cast<std::size_t>(i)];
                if (!is_close(from_bf16(y[i]), expected, 0.02F * (std::abs(expected) + std::abs(gain)) + 1e-4F))
                    return complaint(row, i, from_bf16(y[i]), expected);
            }
        }
        return {};
    }

private:
    NormUnderCheck n_;
    std::vector<Bf16> old_;  ///< of a norm in place
};

/// The transform from its formula, not from the array's table.
class LogMelCheck final : public SpotCheck {
public:
    explicit LogMelCheck(const LogMelUnderCheck& log_mel) : m_(log_mel), n_mels_(log_mel.output->rows()) {}

    [[nodiscard]] std::string after() override {
        // Not before: of most windows nobody looks at the spectrogram.
        filters_ = mel_filter_matrix(static_cast<int>(n_mels_));
        for (std::int64_t i = 0; i < window; ++i) cosines_[i] = std::cos(2 * std::numbers::pi / window * static_cast<double>(i));
        if (std::string wrong = range_fault(); !wrong.empty()) return wrong;
        for (std::int64_t n = 0; n < sample_count(m_.n_frames); ++n)
            if (std::string wrong = frame_fault(sample(n, m_.n_frames, 0)); !wrong.empty()) return wrong;
        return {};
    }

private:
    static constexpr std::int64_t window = 400;
    static constexpr std::int64_t hop = 160;

    /// The frame as the array left it, a band after the other.
    [[nodiscard]] const Bf16* found(std::int64_t frame) const {
        const DeviceLayout& layout = m_.output->layout();
        return m_.output->fetch().data() + layout.first + frame * layout.stride;
    }
    [[nodiscard]] float scaled(double level) const {
        return static_cast<float>((std::max(level, static_cast<double>(m_.maximum) - 8) + 4) / 4);
    }

    /// Nothing is below the floor or far above the maximum, and what lies behind the frames is zero, padding too.
    [[nodiscard]] std::string range_fault() const {
        constexpr float slack = 0.1F;
        const DeviceLayout& layout = m_.output->layout();
        const std::int64_t frames = (layout.elements - layout.first) / layout.stride;
        const float least = scaled(-10) - slack;
        const float most = scaled(m_.maximum) + slack;
        for (std::int64_t frame = 0; frame < frames; ++frame) {
            const bool is_content = frame < m_.n_frames;
            for (std::int64_t band = 0; band < n_mels_; ++band) {
                const float value = from_bf16(found(frame)[band]);
                if (is_content ? !(value >= least && value <= most) : value != 0)
                    return complaint(frame, band, value, is_content ? scaled(m_.maximum) : 0);
            }
        }
        return {};
    }

    [[nodiscard]] std::string frame_fault(std::int64_t frame) const {
        const std::vector<double> bands = bands_of(m_.samples.data + frame * hop);
        for (std::int64_t band = 0; band < n_mels_; ++band) {
            const float expected = scaled(std::log10(std::max(bands[static_cast<std::size_t>(band)], 1e-10)));
            const float value = from_bf16(found(frame)[band]);
            if (!is_close(value, expected, 0.02F * std::abs(expected) + 0.02F)) return complaint(frame, band, value, expected);
        }
        return {};
    }

    [[nodiscard]] std::vector<double> bands_of(const float* sound) const {
        std::array<double, window> windowed{};
        for (std::int64_t i = 0; i < window; ++i) windowed[i] = (0.5 - 0.5 * cosines_[i]) * static_cast<double>(sound[i]);
        std::vector<double> bands(static_cast<std::size_t>(n_mels_));
        for (std::int64_t bin = 1; bin <= mel_bins; ++bin) {
            double real = 0;
            double imaginary = 0;
            for (std::int64_t i = 0, turn = 0; i < window; ++i, turn = (turn + bin) % window) {
                real += windowed[i] * cosines_[turn];
                imaginary += windowed[i] * cosines_[(turn + window / 4) % window];
            }
            const double power = real * real + imaginary * imaginary;
            const Bf16* filter = filters_.data() + (bin - 1) * n_mels_;
            for (std::int64_t band = 0; band < n_mels_; ++band)
                bands[static_cast<std::size_t>(band)] += power * static_cast<double>(from_bf16(filter[band]));
        }
        return bands;
    }

    LogMelUnderCheck m_;
    std::int64_t n_mels_;
    std::vector<Bf16> filters_;
    std::array<double, window> cosines_{};
};

}  // namespace

ProbeColumns ProbeColumns::of(std::span<const float> weights, std::int64_t n_out, std::int64_t k, std::span<const float> bias) {
    ProbeColumns probes{.k = k, .columns = {}, .weights = {}, .bias = {}, .norms = {}, .biases = {}};
    for (std::int64_t column = 0; column < n_out; ++column) {
        float squares = 0;
        for (const float weight : weights.subspan(column * k, k)) squares += weight * weight;
        probes.norms.push_back(std::sqrt(squares));
        probes.biases.push_back(bias.empty() ? 0.0F : std::abs(bias[static_cast<std::size_t>(column)]));
    }
    for (std::int64_t n = 0; n < sample_count(n_out); ++n) {
        const std::int64_t column = sample(n, n_out, k);
        probes.columns.push_back(column);
        for (const float weight : weights.subspan(column * k, k)) probes.weights.push_back(to_bf16(weight));
        probes.bias.push_back(bias.empty() ? 0.0F : bias[static_cast<std::size_t>(column)]);
    }
    return probes;
}

std::unique_ptr<SpotCheck> check_product(const ProductUnderCheck& product) {
    return std::make_unique<ProductCheck>(product);
}

std::unique_ptr<SpotCheck> check_attention(const AttentionUnderCheck& attention) {
    return std::make_unique<AttentionCheck>(attention);
}

std::unique_ptr<SpotCheck> check_norm(const NormUnderCheck& norm) {
    return std::make_unique<NormCheck>(norm);
}

std::unique_ptr<SpotCheck> check_log_mel(const LogMelUnderCheck& log_mel) {
    return std::make_unique<LogMelCheck>(log_mel);
}

}  // namespace tilescribe::npu
