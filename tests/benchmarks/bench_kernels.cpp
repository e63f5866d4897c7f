// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every op of Whisper costs on the backend cpu, against floors measured in the same run. Machines differ by half: compare
// ratios, not times.
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/onednn_matmul.h"
#include "tests/benchmarks/fast_seconds.h"
#include "tests/benchmarks/machine_rates.h"
#include "tests/benchmarks/whisper_ops.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace tilescribe::bench {
namespace {

constexpr std::array shapes{ModelShape{"tiny", 384, 6, 4, 4, 80, 51865}, ModelShape{"base", 512, 8, 6, 6, 80, 51865},
                            ModelShape{"small", 768, 12, 12, 12, 80, 51865}, ModelShape{"turbo", 1280, 20, 32, 4, 128, 51866}};
constexpr std::array types{ElementType::f32,  ElementType::f16,  ElementType::bf16, ElementType::q4_0,
                           ElementType::q4_1, ElementType::q5_0, ElementType::q5_1, ElementType::q8_0};

struct Options {
    ModelShape shape = shapes[1];
    ElementType type = ElementType::f16;
    CpuBackendOptions backend;
};

bool parse(std::span<char*> words, Options& options) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = words[i];
        if (word == "--no-onednn") {
            options.backend.allow_onednn = false;
            continue;
        }
        if (i + 1 == words.size()) return false;
        const std::string value = words[++i];
        if (word == "--threads")
            options.backend.threads = std::stoi(value);
        else if (word == "--isa")
            options.backend.isa = choose_isa(value);
        else if (word == "--model" || word == "--type") {
            bool known = false;
            for (const ModelShape& shape : shapes)
                if (word == "--model" && value == shape.name) options.shape = shape, known = true;
            for (const ElementType type : types)
                if (word == "--type" && value == name_of(type)) options.type = type, known = true;
            if (!known) return false;
        } else
            return false;
    }
    return true;
}

/// The work and the time of each kind of op, run by run.
class KindTotals final : public OpTimingSink {
public:
    struct Total {
        std::int64_t calls = 0, macs = 0, bytes = 0;
        double seconds = 0;
    };
    using Run = std::array<Total, op_kind_count>;

    void begin_run() { runs_.emplace_back(); }
    void record(const OpRecord& record) noexcept override {
        Total& total = runs_.back()[static_cast<std::size_t>(record.tag.kind)];
        ++total.calls;
        total.macs += record.macs;
        total.bytes += record.bytes;
        total.seconds += std::chrono::duration<double>(record.duration).count();
    }
    /// One run's work in the time of the lowest decile.
    [[nodiscard]] Total of(OpKind kind) const {
        Total total = runs_.front()[static_cast<std::size_t>(kind)];
        std::vector<double> times;
        times.reserve(runs_.size());
        for (const Run& run : runs_) times.push_back(run[static_cast<std::size_t>(kind)].seconds);
        total.seconds = lowest_decile(std::move(times));
        return total;
    }

private:
    std::vector<Run> runs_;
};

/// Floor: the longer of operations / product rate and bytes / read bandwidth.
double floor_seconds(double macs, double bytes, const MachineRates& rates, double gbs) {
    return std::max(2e-9 * macs / rates.product_gflops, 1e-9 * bytes / gbs);
}

template <typename Run>
void report(const char* title, KernelBackend& backend, std::span<const OpKind> kinds, const MachineRates& rates, double gbs,
            Run run) {
    const double whole = fast_seconds(1.5, run);
    KindTotals totals;
    backend.set_timing_sink(&totals);
    for (int i = 0; i < 20; ++i) {
        totals.begin_run();
        run();
    }
    backend.set_timing_sink(nullptr);
    std::printf("\n%s\n  %-24s %6s %10s %10s %8s %10s %7s\n", title, "op", "calls", "ms", "GFLOP/s", "GB/s", "floor ms", "ratio");
    double floors = 0;
    for (const OpKind kind : kinds) {
        const KindTotals::Total t = totals.of(kind);
        if (t.calls == 0) continue;
        const auto macs = static_cast<double>(t.macs);
        const auto bytes = static_cast<double>(t.bytes);
        const double least = floor_seconds(macs, bytes, rates, gbs);
        floors += least;
        std::printf("  %-24s %6lld %10.3f %10.1f %8.1f %10.3f %7.2f\n", std::string(name_of(kind)).c_str(),
                    static_cast<long long>(t.calls), 1e3 * t.seconds, 2e-9 * macs / t.seconds, 1e-9 * bytes / t.seconds,
                    1e3 * least, t.seconds / least);
    }
    std::printf("  %-24s %6s %10.3f %10s %8s %10.3f %7.2f\n", "whole", "", 1e3 * whole, "", "", 1e3 * floors, whole / floors);
}

constexpr std::array encoder_kinds{OpKind::conv,      OpKind::layer_norm,    OpKind::qkv,
                                   OpKind::attention, OpKind::attention_out, OpKind::mlp};
constexpr std::array cross_kinds{OpKind::cross_kv};
constexpr std::array decoder_kinds{
    OpKind::token_embedding,         OpKind::decoder_layer_norm,    OpKind::decoder_qkv, OpKind::decoder_attention,
    OpKind::decoder_cross_attention, OpKind::decoder_attention_out, OpKind::decoder_mlp, OpKind::vocabulary};

void run(const Options& options) {
    CpuBackend backend(options.backend);
    Workspace workspace(backend.description().threads);
    std::printf("%s\nISA level %s, oneDNN %s\n", backend.description().device.c_str(), std::string(name_of(backend.isa())).c_str(),
                backend.uses_onednn() ? onednn_version().c_str() : "not used");
    const MachineRates rates = measure_machine(workspace, backend.isa(), backend.uses_onednn());
    std::printf("%s f32 product 1500 x 512 x 2048: %.0f GFLOP/s\n", rates.product_is_onednn ? "oneDNN" : "own",
                rates.product_gflops);
    if (rates.product_is_onednn)
        std::printf("own f32 product: %.0f GFLOP/s\n", measure_machine(workspace, backend.isa(), false).product_gflops);
    std::printf("reading, %d threads: %.1f GB/s at 3 MB, %.1f at 20 MB, %.1f at 100 MB\n", backend.description().threads,
                rates.read_3mb_gbs, rates.read_20mb_gbs, rates.read_100mb_gbs);
    std::printf(
        "Whisper %s, weights %s. Floor = max(2 MACs / product rate, bytes / bandwidth at 20 MB (encoder) or 100 MB (decoder)),\n"
        "bytes = weights, inputs and outputs once. Times are the lowest decile of all runs.\n",
        options.shape.name, std::string(name_of(options.type)).c_str());
    WhisperOps ops(backend, options.shape, options.type);
    report("Encoder, one window", backend, encoder_kinds, rates, rates.read_20mb_gbs, [&] { ops.encode(); });
    report("Cross keys and values, one window", backend, cross_kinds, rates, rates.read_20mb_gbs, [&] { ops.cross_key_values(); });
    report("Decoder step, 1 row, 100 past", backend, decoder_kinds, rates, rates.read_100mb_gbs, [&] { ops.decode_step(1, 100); });
    report("Decoder step, 5 rows, 100 past", backend, decoder_kinds, rates, rates.read_100mb_gbs, [&] { ops.decode_step(5, 100); });
    report("Prompt of 224 rows", backend, decoder_kinds, rates, rates.read_100mb_gbs, [&] { ops.decode_step(224, 0); });
}

}  // namespace
}  // namespace tilescribe::bench

int main(int argc, char** argv) {
    tilescribe::bench::Options options;
    try {
        if (!tilescribe::bench::parse(std::span(argv, static_cast<std::size_t>(argc)).subspan(1), options)) {
            std::fputs(
                "bench_kernels [--model tiny|base|small|turbo] [--type f32|f16|bf16|q4_0|...|q8_0] [--isa avx2|avx512]\n"
                "              [--threads N] [--no-onednn]\n",
                stderr);
            return 2;
        }
        tilescribe::bench::run(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
