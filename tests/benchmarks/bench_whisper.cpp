// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole model on the backend cpu against the floors of this machine, measured in the same run, and the process's peak memory:
//     ../shared/tools/make_checkpoint.py base /tmp/base.bin && build/release/bin/bench_whisper /tmp/base.bin
// Floors: encoder window = FLOPs / oneDNN's f32 product rate; decoder token = bytes
// read / bandwidth of all threads reading as many bytes (what a token reads passes through the caches once per token).
#include "engine/model_io/checkpoint.h"
#include "engine/whisper/window_decoder.h"
#include "kernels/cpu/cpu_backend.h"
#include "tests/benchmarks/fast_seconds.h"
#include "tests/benchmarks/machine_rates.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>

namespace tilescribe::bench {
namespace {

/// Work and least traffic of everything between begin() and now.
class WorkSum final : public OpTimingSink {
public:
    void record(const OpRecord& record) noexcept override {
        macs += record.macs;
        // Weights and caches are what a token must read; a lone row's inputs and outputs do not count.
        bytes += record.bytes;
    }
    std::int64_t macs = 0, bytes = 0;
};

/// VmHWM in MB (10^6 bytes), from /proc/self/status.
double peak_memory_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            double kib = 0;
            status >> kib;
            return kib * 1024e-6;
        }
    return 0;
}

void run(const char* path) {
    auto backend = std::make_shared<CpuBackend>();
    auto model = [&] {
        const auto checkpoint = read_checkpoint(path);
        return WhisperModel(*checkpoint, backend);
    }();
    for (std::size_t i = 0; i < model.mel_input().size(); ++i) model.mel_input()[i] = std::sin(static_cast<float>(i) * 0.37F);
    const double loaded_mb = peak_memory_mb();

    WorkSum encoder_work;
    model.set_timing_sink(&encoder_work);
    const CrossKeyValues& cross = model.encode();
    model.set_timing_sink(nullptr);
    const double encoder_s = fast_seconds(3, [&] { model.encode(); });

    KvCache cache = model.decoder().make_cache();
    const std::vector<Token> prompt(100, 400);
    const Token next = 401;
    const auto step = [&](std::span<const Token> tokens) {
        const Decoder::Input input{&cache, tokens};
        return model.decoder().logits(model.decoder().forward({&input, 1}, cross));
    };
    WorkSum token_work;
    double token_s = 0;
    {
        step(prompt);
        model.set_timing_sink(&token_work);
        step({&next, 1});
        model.set_timing_sink(nullptr);
        std::vector<double> times;
        while (cache.n_past() < cache.capacity()) {
            const auto start = std::chrono::steady_clock::now();
            step({&next, 1});
            times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
        token_s = lowest_decile(std::move(times));
    }
    const double peak_mb = peak_memory_mb();

    Workspace workspace(backend->description().threads);
    const MachineRates rates = measure_machine(workspace, backend->isa(), backend->uses_onednn());
    const double encoder_floor_s = 2e-9 * static_cast<double>(encoder_work.macs) / rates.product_gflops;
    const double read_gbs = read_bandwidth(workspace, static_cast<std::size_t>(token_work.bytes));
    const double token_floor_s = 1e-9 * static_cast<double>(token_work.bytes) / read_gbs;
    std::printf("%s\n%s: %.0f GFLOP/s in f32 products (%s), %.1f GB/s reading a token's %.0f MB\n", path,
                backend->description().device.c_str(), rates.product_gflops, rates.product_is_onednn ? "oneDNN" : "own", read_gbs,
                1e-6 * static_cast<double>(token_work.bytes));
    std::printf("encoder window and cross-KV  %8.1f ms   %6.1f GFLOP   floor %8.1f ms   ratio %.2f\n", 1e3 * encoder_s,
                2e-9 * static_cast<double>(encoder_work.macs), 1e3 * encoder_floor_s, encoder_s / encoder_floor_s);
    std::printf("decoder token, 100-448 past  %8.2f ms   %6.1f MB      floor %8.2f ms   ratio %.2f\n", 1e3 * token_s,
                1e-6 * static_cast<double>(token_work.bytes), 1e3 * token_floor_s, token_s / token_floor_s);
    std::printf("peak memory (VmHWM)          %8.0f MB after loading, %.0f MB at the end\n", loaded_mb, peak_mb);
}

}  // namespace
}  // namespace tilescribe::bench

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("bench_whisper MODEL\n", stderr);
        return 2;
    }
    try {
        tilescribe::bench::run(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
