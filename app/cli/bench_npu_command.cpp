// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_npu_command.h"

#include "app/cli/decoder_timing.h"
#include "app/cli/loaded_model.h"
#include "app/cli/npu_bench_report.h"
#include "app/cli/npu_designs.h"
#include "app/cli/output_files.h"
#include "app/cli/standard_output.h"
#include "app/cli/whisper_sizes.h"
#include "engine/model_io/checkpoint.h"
#include "kernels/backend_registry.h"
#include "kernels/npu/window_simulation.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <vector>

namespace tilescribe {
namespace {

constexpr int tokens_per_window = 100;

std::vector<WhisperSize> wanted_models(const std::string& name) {
    if (name == "all") return whisper_sizes();
    if (const auto config = config_of_size(name)) return {{name, *config}};
    const auto path = locate_model(name, model_search_path());
    return {{path.stem().string(), summarise_checkpoint(path).config}};
}

npu::GemmType type_of(const std::string& name) {
    if (name == "int8") return npu::GemmType::int8;
    return name == "bfp16" ? npu::GemmType::bfp16 : npu::GemmType::bf16;
}

NpuBenchResult bench(const WhisperSize& model, const BenchNpuArguments& arguments, KernelBackend& cpu) {
    const auto generation = arguments.device == "npu4" ? npu::ArrayGeneration::npu4 : npu::ArrayGeneration::npu1;
    const WhisperConfig& config = model.config;
    NpuBenchResult result{.model = model.name, .window = {}, .decoder = {}};
    result.window = npu::simulate_window(generation, type_of(arguments.type),
                                         {.n_mels = config.n_mels,
                                          .width = config.n_audio_state,
                                          .encoder_layers = config.n_audio_layer,
                                          .decoder_layers = config.n_text_layer});
    result.decoder = decoder_time(config, cpu, tokens_per_window);
    return result;
}

}  // namespace

CLI::App* add_bench_npu_command(CLI::App& app, BenchNpuArguments& arguments) {
    CLI::App* bench = app.add_subcommand("bench", "Measure or simulate how fast this program is");
    bench->require_subcommand(1);
    CLI::App* npu = bench->add_subcommand("npu", "Simulate a window on an NPU's array, program by program; needs no NPU");
    npu->add_option("--device", arguments.device, "The array: npu1 (Phoenix, Hawk Point) or npu4 (Strix, Krackan)")
        ->check(CLI::IsMember({"npu1", "npu4"}))
        ->capture_default_str();
    npu->add_option("--model", arguments.model, "tiny, base, small, medium, large-v3, turbo, a model's name or path, or all")
        ->capture_default_str();
    npu->add_option("--type", arguments.type, "What the products are computed in: bf16, int8 or (npu4) bfp16")
        ->check(CLI::IsMember({"bf16", "int8", "bfp16"}))
        ->capture_default_str();
    npu->add_option("--threads", arguments.threads, "Threads of the decoder on the CPU; 0: as many as physical cores")
        ->check(CLI::Range(0, 1024).description(""))
        ->capture_default_str();
    npu->add_option("--designs", arguments.designs,
                    "Also write the overlay and each program's instructions into this folder, for kernels/npu/build_xclbin");
    npu->add_flag("--json", arguments.as_json, "As JSON");
    return npu;
}

ExitCode run_bench_npu(const BenchNpuArguments& arguments) {
    if (arguments.type == "bfp16" && arguments.device != "npu4") {
        spdlog::error("Only npu4 multiplies block floats (bfp16).");
        return ExitCode::usage;
    }
    try {
        const std::vector<WhisperSize> models = wanted_models(arguments.model);
        const auto cpu = BackendRegistry::with_built_in_backends().create("cpu", {.threads = arguments.threads, .variant = {}});
        NpuBench report{.device = arguments.device, .type = arguments.type, .cpu = cpu->description().device, .results = {}};
        for (const WhisperSize& model : models) {
            report.results.push_back(bench(model, arguments, *cpu));
            if (!arguments.designs.empty()) write_npu_designs(report.results.back().window, arguments.designs);
        }
        write_standard_output(arguments.as_json ? npu_bench_json(report) : npu_bench_text(report));
        return ExitCode::ok;
    } catch (const OutputLost& error) {
        spdlog::error("{}", error.what());
        return ExitCode::output_lost;
    } catch (const OutputFileError& error) {
        spdlog::error("{}", error.what());
        return ExitCode::output_lost;
    } catch (const std::exception& error) {
        spdlog::error("{}", error.what());
        return ExitCode::model_or_backend;
    }
}

}  // namespace tilescribe
