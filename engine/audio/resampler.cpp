// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/resampler.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <soxr.h>
#include <stdexcept>
#include <string>

namespace tilescribe {

struct Resampler::Filter {
    Filter(SampleRate from, SampleRate to) {
        soxr_error_t error = nullptr;
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
        const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);
        soxr = soxr_create(from, to, 1, &error, nullptr, &quality, &one_thread);
        if (error != nullptr || soxr == nullptr) throw std::bad_alloc();
    }
    ~Filter() { soxr_delete(soxr); }
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    soxr_t soxr = nullptr;
};

Resampler::Resampler(SampleRate from, SampleRate to) : from_(from), to_(to) {
    for (const SampleRate rate : {from, to}) {
        if (rate < 1000 || rate > 768000) throw std::invalid_argument("cannot resample " + std::to_string(rate) + " Hz");
    }
    if (from != to) filter_ = std::make_unique<Filter>(from, to);
}

Resampler::~Resampler() = default;

void Resampler::push(std::span<const float> input, std::vector<float>& output) {
    taken_ += static_cast<std::int64_t>(input.size());
    if (filter_ == nullptr) {
        output.insert(output.end(), input.begin(), input.end());
    } else if (!input.empty()) {
        run(input.data(), input.size(), output);
    }
}

/// A null `input` tells soxr that the stream has ended.
void Resampler::run(const float* input, std::size_t length, std::vector<float>& output) {
    for (;;) {
        const std::size_t room = 512 + static_cast<std::size_t>(static_cast<double>(length) * to_ / from_);
        const std::size_t before = output.size();
        output.resize(before + room);
        std::size_t used = 0;
        std::size_t made = 0;
        soxr_process(filter_->soxr, input, length, &used, output.data() + before, room, &made);
        output.resize(before + made);
        given_ += static_cast<std::int64_t>(made);
        if (input != nullptr) {
            input += used;
            length -= used;
        }
        if (made < room && length == 0) return;
    }
}

void Resampler::finish(std::vector<float>& output) {
    if (filter_ != nullptr) {
        run(nullptr, 0, output);
        // soxr rounds the length in its own way: one sample more or less is set right here, so that gaps can be placed by counting.
        const std::int64_t wanted = std::llround(static_cast<double>(taken_) * to_ / from_);
        const auto surplus = static_cast<std::ptrdiff_t>(given_ - wanted);
        const auto size = static_cast<std::ptrdiff_t>(output.size()) - surplus;
        output.resize(static_cast<std::size_t>(std::max<std::ptrdiff_t>(size, 0)), output.empty() ? 0.F : output.back());
        soxr_clear(filter_->soxr);
    }
    taken_ = 0;
    given_ = 0;
}

}  // namespace tilescribe
