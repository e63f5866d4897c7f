// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/npu_bench_report.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace tilescribe {
namespace {

using std::chrono::nanoseconds;

constexpr double window_s = 30;
constexpr double product_goal = 0.40;

/// What the base network is to reach on each generation.
struct Goals {
    double realtime;
    double encoder_ms;
};

Goals goals_of(const std::string& device) {
    return device == "npu4" ? Goals{450, 15} : Goals{220, 40};
}

double ms(nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double realtime(nanoseconds time) {
    return time.count() > 0 ? window_s * 1e3 / ms(time) : 0;
}

std::vector<npu::SimulatedKernel> costliest_first(const npu::SimulatedWindow& window) {
    auto kernels = window.kernels;
    std::ranges::sort(kernels, [](const auto& a, const auto& b) { return a.per_call * a.calls > b.per_call * b.calls; });
    return kernels;
}

std::string kernel_table(const npu::SimulatedWindow& window) {
    std::string text = fmt::format("{:50}  {:24}  {:>5}  {:>5}  {:>10}  {:>10}  {:>7}  {:>9}  {}\n", "Program", "Tiles", "Cores",
                                   "Calls", "Per call", "Total", "Of peak", "MB moved", "Busiest");
    for (const npu::SimulatedKernel& kernel : costliest_first(window))
        text +=
            fmt::format("{:50}  {:24}  {:>5}  {:>5}  {:>7.1f} us  {:>7.2f} ms  {:>6.1f}%  {:>9.1f}  {}\n", kernel.name,
                        kernel.tiles, kernel.cores, kernel.calls, ms(kernel.per_call) * 1e3, ms(kernel.per_call * kernel.calls),
                        100 * kernel.utilisation, static_cast<double>(kernel.bytes_per_call * kernel.calls) / 1e6, kernel.binding);
    return text;
}

std::string verdict(bool is_reached) {
    return is_reached ? "reached" : "missed";
}

/// "8 to 19 ms": least and most, rounded.
std::string range_text(nanoseconds least, nanoseconds most) {
    return fmt::format("{:.0f} to {:.0f} ms", ms(least), ms(most));
}

std::string configuration_text(const npu::SimulatedWindow& window) {
    return fmt::format(
        "Not in these times: configuring the array before each call. By what others measured of instruction streams: {} more per "
        "window (estimated)\n",
        range_text(window.configuration.least, window.configuration.most));
}

/// What stands in the way: the programs (or products) in which most time goes, and what each waits for.
std::string what_binds(const npu::SimulatedWindow& window, bool only_products) {
    const std::size_t most = only_products ? 6 : 3;
    std::string text;
    auto kernels = costliest_first(window);
    if (only_products) std::erase_if(kernels, [](const npu::SimulatedKernel& kernel) { return !kernel.is_product; });
    for (std::size_t i = 0; i < std::min(most, kernels.size()); ++i)
        text += fmt::format("    {:.2f} ms in {} at {:.1f}%: {}\n", ms(kernels[i].per_call * kernels[i].calls), kernels[i].name,
                            100 * kernels[i].utilisation, kernels[i].binding);
    return text;
}

std::string goals_text(const NpuBenchResult& result, const Goals& goals) {
    const npu::SimulatedWindow& window = result.window;
    const nanoseconds encoder = window.encoder + window.cross_keys_values;
    const bool fast = realtime(window.total()) >= goals.realtime;
    const bool used = window.product_utilisation >= product_goal;
    const bool short_enough = result.model != "base" || ms(encoder) <= goals.encoder_ms;
    std::string text = fmt::format("Goals: {:.0f}x realtime {}; products at {:.0f}% of the array's peak {}", goals.realtime,
                                   verdict(fast), 100 * product_goal, verdict(used));
    if (result.model == "base")
        text += fmt::format("; encoder and cross keys and values in {:.0f} ms {}", goals.encoder_ms, verdict(short_enough));
    text += "\n";
    const nanoseconds most = encoder + window.encoder_configuration.most;
    if (result.model == "base" && short_enough && ms(most) > goals.encoder_ms)
        text += fmt::format("  With the configuration, encoder and cross keys and values would take {}: more than that goal.\n",
                            range_text(encoder + window.encoder_configuration.least, most));
    if (!fast || !short_enough)
        text +=
            "  What binds, where most of the time goes (use of the array; busy share of the time):\n" + what_binds(window, false);
    if (!used) text += "  What binds the products (use of the array; busy share of the time):\n" + what_binds(window, true);
    return text;
}

std::string one_model(const NpuBenchResult& result, const NpuBench& bench) {
    const npu::SimulatedWindow& window = result.window;
    std::string text = kernel_table(window) + "\n";
    text += fmt::format(
        "Log-mel {:.2f} ms + encoder {:.2f} ms + cross keys and values {:.2f} ms = {:.2f} ms per window (simulated): "
        "{:.0f}x realtime (simulated)\n",
        ms(window.log_mel), ms(window.encoder), ms(window.cross_keys_values), ms(window.total()), realtime(window.total()));
    text +=
        fmt::format("Products use {:.1f}% of the array's peak for their type, padding not counted; {:.0f} MB moved per window\n",
                    100 * window.product_utilisation, static_cast<double>(window.bytes) / 1e6);
    text += fmt::format(
        "Decoder, 100 tokens per window, measured on {}: {:.0f} ms. End to end {:.1f}x realtime (array simulated, decoder's "
        "network measured; without token search, transfers and the first pass over the sound)\n",
        bench.cpu, ms(result.decoder), realtime(window.total() + result.decoder));
    return text + configuration_text(window) + goals_text(result, goals_of(bench.device));
}

std::string all_models(const NpuBench& bench) {
    std::string text =
        fmt::format("{:10}  {:>10}  {:>10}  {:>10}  {:>10}  {:>9}  {:>8}  {:>9}  {:>12}  {:>10}  {:>14}\n", "Model", "Log-mel",
                    "Encoder", "Cross-KV", "Sum", "Realtime", "Of peak", "MB moved", "Decoder", "End to end", "Configuration");
    for (const NpuBenchResult& result : bench.results) {
        const npu::SimulatedWindow& window = result.window;
        text += fmt::format(
            "{:10}  {:>7.2f} ms  {:>7.2f} ms  {:>7.2f} ms  {:>7.2f} ms  {:>8.0f}x  {:>7.1f}%  {:>9.0f}  {:>9.0f} ms  {:>9.1f}x  "
            "{:>14}\n",
            result.model, ms(window.log_mel), ms(window.encoder), ms(window.cross_keys_values), ms(window.total()),
            realtime(window.total()), 100 * window.product_utilisation, static_cast<double>(window.bytes) / 1e6, ms(result.decoder),
            realtime(window.total() + result.decoder), range_text(window.configuration.least, window.configuration.most));
    }
    text += fmt::format(
        "\nLog-mel to Realtime: simulated. Of peak: products alone, of the peak for their type, padding not counted. Decoder: the "
        "network for 100 tokens per window, measured on {}. End to end: array simulated, decoder measured, without token search, "
        "transfers and the first pass over the sound.\nConfiguration: of the array, before each call, in no other column; "
        "estimated by what others measured of instruction streams.\n",
        bench.cpu);
    for (const NpuBenchResult& result : bench.results)
        if (result.model == "base") text += "base: " + goals_text(result, goals_of(bench.device));
    return text;
}

}  // namespace

std::string npu_bench_text(const NpuBench& bench) {
    std::string text = fmt::format(
        "{} with {} products, one window of 30 s; every time of the array is simulated, for runs in lists (XRT 2.17 or later) and "
        "without the array's configuration before each call.\n\n",
        bench.device, bench.type);
    if (bench.results.size() > 1) return text + all_models(bench);
    for (const NpuBenchResult& result : bench.results) text += result.model + "\n" + one_model(result, bench);
    return text;
}

std::string npu_bench_json(const NpuBench& bench) {
    nlohmann::ordered_json json = {{"device", bench.device}, {"type", bench.type}, {"simulated", true}, {"cpu", bench.cpu}};
    for (const NpuBenchResult& result : bench.results) {
        const npu::SimulatedWindow& window = result.window;
        nlohmann::ordered_json model = {
            {"model", result.model},
            {"simulated_log_mel_ms", ms(window.log_mel)},
            {"simulated_encoder_ms", ms(window.encoder)},
            {"simulated_cross_kv_ms", ms(window.cross_keys_values)},
            {"simulated_realtime_factor", realtime(window.total())},
            {"product_utilisation", window.product_utilisation},
            {"bytes_moved", window.bytes},
            {"estimated_configuration_ms", {ms(window.configuration.least), ms(window.configuration.most)}},
            {"measured_decoder_ms", ms(result.decoder)},
            {"partly_simulated_end_to_end_realtime_factor", realtime(window.total() + result.decoder)}};
        for (const npu::SimulatedKernel& kernel : costliest_first(window))
            model["programs"].push_back({{"name", kernel.name},
                                         {"tiles", kernel.tiles},
                                         {"cores", kernel.cores},
                                         {"calls", kernel.calls},
                                         {"simulated_us_per_call", ms(kernel.per_call) * 1e3},
                                         {"utilisation", kernel.utilisation},
                                         {"bytes_per_call", kernel.bytes_per_call},
                                         {"configuration_words", kernel.configuration_words},
                                         {"busiest", kernel.binding}});
        json["models"].push_back(model);
    }
    return json.dump(2) + "\n";
}

}  // namespace tilescribe
