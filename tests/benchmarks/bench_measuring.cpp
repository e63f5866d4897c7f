// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the dashboard's measuring costs the engine: a recording is transcribed with the timing sink that the desktop program uses
// and without any, in turn. Processor time, because other programs on the machine do not add to it:
//     build/release/bin/bench_measuring resources/models/pico.en-q8_0.bin resources/samples/standup.wav
#include "app/desktop/op_trace.h"
#include "engine/audio/media_file_source.h"
#include "engine/model_io/checkpoint.h"
#include "engine/pipeline/transcriber.h"
#include "kernels/cpu/cpu_backend.h"
#include "tests/benchmarks/fast_seconds.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <vector>

namespace tilescribe::bench {
namespace {

constexpr std::size_t rounds = 60;

/// Keeps one record, to have something real to write down again.
class LastRecord final : public OpTimingSink {
public:
    void record(const OpRecord& record) noexcept override {
        last = record;
        ++count;
    }
    OpRecord last;
    std::int64_t count = 0;
};

double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double transcribe_once(WhisperModel& model, const char* sound, OpTimingSink* sink) {
    model.set_timing_sink(sink);
    MediaFileSource source(sound);
    const double begin = processor_seconds();
    static_cast<void>(transcribe(model, source, {}, {}, {}));
    return processor_seconds() - begin;
}

void run(const char* model_file, const char* sound) {
    // One thread: what others wait for in vain would be counted too.
    auto backend = std::make_shared<CpuBackend>(CpuBackendOptions{.threads = 1});
    WhisperModel model(*read_checkpoint(model_file), backend);
    LastRecord record;
    transcribe_once(model, sound, &record);  // and warm

    OpTrace trace;  // one for all, as in the program
    // Three series in turn, each time in another order; the first two differ by noise alone.
    struct Series {
        OpTimingSink* sink;
        std::vector<double> times;
    };
    std::array<Series, 3> series{{{nullptr, {}}, {nullptr, {}}, {&trace, {}}}};
    for (std::size_t i = 0; i < rounds * series.size(); ++i) {
        Series& next = series.at((i + i / series.size()) % series.size());
        next.times.push_back(transcribe_once(model, sound, next.sink));
    }
    // Caches and clock rates that others change make all slower for a while: the fast ones are like each other.
    const double without_s = lowest_decile(series[0].times);
    const double again_s = lowest_decile(series[1].times);
    const double with_s = lowest_decile(series[2].times);
    constexpr int batch = 10000;
    const double batch_s = fast_seconds(0.5, [&] {
        for (int i = 0; i < batch; ++i) const OpTimingScope scope(&trace, record.last);
    });
    const double per_record_s = batch_s / batch;
    std::printf("without measuring  %8.2f ms of processor (lowest decile of %zu)\n", 1e3 * without_s, rounds);
    std::printf("without, again     %8.2f ms  %+.2f %%\n", 1e3 * again_s, 100 * (again_s / without_s - 1));
    std::printf("with measuring     %8.2f ms  %+.2f %%\n", 1e3 * with_s, 100 * (with_s / without_s - 1));
    std::printf("one scope          %8.0f ns, %lld of them in a transcription: %.3f %%\n", 1e9 * per_record_s,
                static_cast<long long>(record.count), 100 * per_record_s * static_cast<double>(record.count) / without_s);
}

}  // namespace
}  // namespace tilescribe::bench

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("bench_measuring MODEL SOUND\n", stderr);
        return 2;
    }
    try {
        tilescribe::bench::run(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
