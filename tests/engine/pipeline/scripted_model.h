// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/pipeline/shared_model.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tilescribe::testing {

/// What a scripted model "recognises" in its next pass: one segment of `end - start` seconds. An empty text is a window of nothing.
struct ScriptedText {
    std::string text;
    double start = 0;
    double end = 0.5;
};

/// What the test decides. Everything is called on the thread that runs the model.
struct Script {
    /// The text of pass 0, 1, ...: a pass is one window decoded, partial or final.
    std::function<ScriptedText(int pass)> text;
    /// Before each pass's encoder: may block, throw or request a stop.
    std::function<void(int pass)> before_pass;
    /// Before each of its decoding steps.
    std::function<void(int pass, int step)> before_step;
    /// Where set, the backend computes the spectrogram itself, has memory of its own and hands over here what it would have heard.
    std::function<void(TensorView samples, float maximum, std::int64_t n_frames)> log_mel = {};
    /// What goes up to that memory, and how many tensors come down at once.
    std::function<void(TensorView view)> uploaded = {};
    std::function<void(std::size_t n_views)> downloaded = {};
};

/// The built-in model's vocabulary and shapes on a backend without arithmetic, whose logits spell the script. So what surrounds the
/// network can be tested with any text, in no time and always the same.
class ScriptedModel {
public:
    explicit ScriptedModel(Script script);

    [[nodiscard]] const std::shared_ptr<SharedModel>& shared() const { return model_; }
    /// Passes begun so far. Any thread.
    [[nodiscard]] int passes() const { return *passes_; }

private:
    std::shared_ptr<std::atomic<int>> passes_ = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<SharedModel> model_;
};

/// The built-in model on the CPU.
[[nodiscard]] std::unique_ptr<WhisperModel> built_in_model();
/// The sample recording that comes with the program, 55 s: 12 or so sentences with pauses of 0.5 to 1 s between them.
[[nodiscard]] std::filesystem::path sample_recording();
[[nodiscard]] std::vector<float> samples_of(const std::filesystem::path& sound);

}  // namespace tilescribe::testing
