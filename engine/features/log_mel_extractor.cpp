// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/log_mel_extractor.h"

#include <fftw3.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <mutex>
#include <new>
#include <numbers>
#include <stdexcept>

namespace tilescribe {
namespace {

// Frames transformed together. Spectra lie bin after bin with the frames of one bin side by side, so that every loop
// behind the transform runs over a fixed number of neighbours and vectorises.
constexpr int batch = 32;
using Lanes = std::array<float, batch>;

struct FreeFftw {
    void operator()(void* memory) const noexcept { fftwf_free(memory); }
};
template <typename T>
using FftwBuffer = std::unique_ptr<T[], FreeFftw>;  // NOLINT(modernize-avoid-c-arrays): FFTW's own aligned memory

// FFTW executes plans from any thread but makes and destroys them in one at a time.
std::mutex& planner_mutex() {
    static std::mutex mutex;
    return mutex;
}

struct DestroyPlan {
    void operator()(fftwf_plan plan) const noexcept {
        const std::lock_guard lock(planner_mutex());
        fftwf_destroy_plan(plan);
    }
};
using PlanHandle = std::unique_ptr<std::remove_pointer_t<fftwf_plan>, DestroyPlan>;

/// One triangle without its zeros: weights of bins [first_bin, first_bin + weights.size()).
struct Band {
    int first_bin = 0;
    std::vector<float> weights;
};

std::vector<Band> bands_of(const MelFilterbank& bank) {
    std::vector<Band> bands(static_cast<std::size_t>(bank.n_mels));
    for (std::size_t mel = 0; mel < bands.size(); ++mel) {
        const auto row = std::span(bank.weights).subspan(mel * mel_fft_bins, mel_fft_bins);
        const auto positive = [](float weight) { return weight > 0.0F; };
        const auto first = std::find_if(row.begin(), row.end(), positive);
        const auto last = std::find_if_not(first, row.end(), positive);
        bands[mel] = {static_cast<int>(first - row.begin()), {first, last}};
    }
    return bands;
}

std::array<float, mel_fft_size> periodic_hann() {
    std::array<float, mel_fft_size> window{};
    for (int i = 0; i < mel_fft_size; ++i)
        window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / mel_fft_size));
    return window;
}

/// log10 to about 1e-7 for normal positive x, without a branch: x = m * 2^e with m in [sqrt(1/2), sqrt(2)), and
/// ln m = 2 artanh((m - 1) / (m + 1)) by its series (the next term is below 1e-9).
inline float log10_of(float x) noexcept {
    const auto pattern = std::bit_cast<std::int32_t>(x);
    constexpr std::int32_t root_half = 0x3F3504F3;
    const std::int32_t exponent = (pattern - root_half) >> 23;
    const auto m = std::bit_cast<float>(pattern - (exponent << 23));
    const float s = (m - 1.0F) / (m + 1.0F);
    const float s2 = s * s;
    const float series = 1.0F + s2 * (1.0F / 3 + s2 * (1.0F / 5 + s2 * (1.0F / 7 + s2 * (1.0F / 9))));
    constexpr float log10_of_two = 0.30102999566F;
    constexpr float two_over_ln_ten = 0.86858896381F;
    return static_cast<float>(exponent) * log10_of_two + s * series * two_over_ln_ten;
}

}  // namespace

struct LogMelExtractor::Plan {
    explicit Plan(int n_mels);

    /// Powers of up to `batch` frames, the first window at samples[0]; then mel(band) reads them.
    void transform(const float* samples, std::int64_t n_frames);
    [[nodiscard]] Lanes mel(const Band& band) const noexcept;
    /// Calls emit(first frame, frames of this batch) after each transform.
    template <typename Emit>
    void each_batch(std::span<const float> samples, std::int64_t n_frames, Emit emit);

    std::vector<Band> bands;
    std::array<float, mel_fft_size> hann = periodic_hann();
    FftwBuffer<float> windows{fftwf_alloc_real(batch * mel_fft_size)};             // [batch, mel_fft_size]
    FftwBuffer<fftwf_complex> spectra{fftwf_alloc_complex(mel_fft_bins * batch)};  // [mel_fft_bins, batch]
    std::vector<Lanes> powers = std::vector<Lanes>(mel_fft_bins);                  // [mel_fft_bins, batch]
    PlanHandle fft;
};

LogMelExtractor::Plan::Plan(int n_mels) : bands(bands_of(MelFilterbank::slaney(n_mels))) {
    if (!windows || !spectra) throw std::bad_alloc();
    std::fill_n(windows.get(), batch * mel_fft_size, 0.0F);
    const int size = mel_fft_size;
    const std::lock_guard lock(planner_mutex());
    // FFTW_ESTIMATE and not MEASURE: the same plan, hence the same bits, in every run.
    fft.reset(fftwf_plan_many_dft_r2c(1, &size, batch, windows.get(), nullptr, 1, mel_fft_size, spectra.get(), nullptr, batch, 1,
                                      FFTW_ESTIMATE));
    if (!fft) throw std::runtime_error("FFTW cannot plan a transform of 400 samples");
}

void LogMelExtractor::Plan::transform(const float* samples, std::int64_t n_frames) {
    for (std::int64_t frame = 0; frame < n_frames; ++frame) {
        const float* sample = samples + frame * mel_hop_length;
        float* window = windows.get() + frame * mel_fft_size;
        for (int i = 0; i < mel_fft_size; ++i) window[i] = sample[i] * hann[i];
    }
    std::fill(windows.get() + n_frames * mel_fft_size, windows.get() + batch * mel_fft_size, 0.0F);
    fftwf_execute(fft.get());
    for (int bin = 0; bin < mel_fft_bins; ++bin) {
        const fftwf_complex* values = spectra.get() + bin * batch;
        Lanes& power = powers[bin];
        for (int i = 0; i < batch; ++i) power[i] = values[i][0] * values[i][0] + values[i][1] * values[i][1];
    }
}

Lanes LogMelExtractor::Plan::mel(const Band& band) const noexcept {
    Lanes sums{};
    const Lanes* power = &powers[band.first_bin];
    for (const float weight : band.weights) {
        for (int i = 0; i < batch; ++i) sums[i] += weight * (*power)[i];
        ++power;
    }
    return sums;
}

template <typename Emit>
void LogMelExtractor::Plan::each_batch(std::span<const float> samples, std::int64_t n_frames, Emit emit) {
    if (n_frames > 0 && static_cast<std::int64_t>(samples.size()) < samples_under_frames(n_frames))
        throw std::invalid_argument("log-mel: fewer samples than the frames' windows cover");
    for (std::int64_t first = 0; first < n_frames; first += batch) {
        const std::int64_t count = std::min<std::int64_t>(batch, n_frames - first);
        transform(samples.data() + first * mel_hop_length, count);
        emit(first, count);
    }
}

LogMelExtractor::LogMelExtractor(int n_mels) : n_mels_(n_mels), plan_(std::make_unique<Plan>(n_mels)) {}
LogMelExtractor::~LogMelExtractor() = default;

float LogMelExtractor::compute(std::span<const float> samples, std::int64_t n_frames, std::span<float> frames) {
    if (static_cast<std::int64_t>(frames.size()) < n_frames * n_mels_)
        throw std::invalid_argument("log-mel: no room for the frames asked for");
    float largest = log_mel_silence;
    plan_->each_batch(samples, n_frames, [&](std::int64_t first, std::int64_t count) {
        for (int mel = 0; mel < n_mels_; ++mel) {
            Lanes values = plan_->mel(plan_->bands[mel]);
            for (float& value : values) value = log10_of(std::max(value, 1e-10F));
            float* out = frames.data() + first * n_mels_ + mel;
            for (std::int64_t i = 0; i < count; ++i) out[i * n_mels_] = values[i];
            largest = std::max(largest, *std::max_element(values.begin(), values.begin() + count));
        }
    });
    return largest;
}

float LogMelExtractor::maximum(std::span<const float> samples, std::int64_t n_frames) {
    Lanes largest;
    largest.fill(1e-10F);
    plan_->each_batch(samples, n_frames, [&](std::int64_t, std::int64_t) {
        for (const Band& band : plan_->bands) {
            const Lanes values = plan_->mel(band);
            for (int i = 0; i < batch; ++i) largest[i] = std::max(largest[i], values[i]);
        }
    });
    return log10_of(*std::max_element(largest.begin(), largest.end()));
}

void normalise_log_mel(std::span<float> values, float maximum) noexcept {
    const float floor = maximum - 8.0F;
    for (float& value : values) value = (std::max(value, floor) + 4.0F) / 4.0F;
}

}  // namespace tilescribe
