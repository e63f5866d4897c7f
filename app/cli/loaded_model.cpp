// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loaded_model.h"

#include "app/program_paths.h"
#include "engine/model_io/checkpoint.h"
#include "kernels/backend_registry.h"

#include <spdlog/spdlog.h>

#include <system_error>

namespace tilescribe {
namespace {

void say_if_built_in(const std::filesystem::path& path, const ModelSearchPath& search) {
    std::error_code error;
    const std::filesystem::path folder = path.parent_path();
    if (search.resources.empty() || !std::filesystem::equivalent(folder, search.resources, error)) return;
    spdlog::warn(
        "This is the small built-in model: it knows synthetic English voices only and writes nonsense for human ones. Real Whisper "
        "models: https://huggingface.co/ggerganov/whisper.cpp (ggml-base.bin and others) or https://huggingface.co/openai "
        "(whisper-base and others); then --model PATH.");
}

}  // namespace

ModelSearchPath model_search_path() {
    return ModelSearchPath::from_environment(resource_folder() / "models");
}

std::unique_ptr<WhisperModel> load_model(const std::string& name_or_path, const std::string& backend, int threads) {
    const ModelSearchPath search = model_search_path();
    const std::filesystem::path path = locate_model(name_or_path, search);
    const auto tell = [](const std::string& sentence) { spdlog::warn("{}", sentence); };
    const std::shared_ptr<KernelBackend> kernels =
        BackendRegistry::with_built_in_backends().create(backend, {.threads = threads, .variant = {}, .notice = tell});
    kernels->set_notice_receiver(tell);
    const std::shared_ptr<const WhisperCheckpoint> checkpoint = read_checkpoint(path);
    auto model = std::make_unique<WhisperModel>(*checkpoint, kernels);
    spdlog::info("Model {} ({}) on {}: {}", checkpoint->name, checkpoint->format, kernels->description().name,
                 kernels->description().device);
    say_if_built_in(path, search);
    return model;  // the checkpoint's memory is let go here
}

}  // namespace tilescribe
