// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/pipeline/scripted_model.h"

#include "engine/audio/media_file_source.h"
#include "kernels/backend_registry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace tilescribe::testing {
namespace {

const std::filesystem::path source_folder = TILESCRIBE_SOURCE_DIR;
constexpr float certain = 50;  // a logit so far above the rest (0) that nothing else has a chance
constexpr double timestamp_step_s = 0.02;

struct Linear final : PreparedLinear {
    explicit Linear(const LinearWeights& weights) : PreparedLinear(weights.weight.rows, weights.weight.cols, 0) {}
};
struct Conv final : PreparedConv {
    explicit Conv(const ConvWeights& weights) : PreparedConv(weights.weight.rows, weights.weight.cols / 3, weights.stride) {}
};
struct Norm final : PreparedNorm {
    explicit Norm(const NormWeights& weights) : PreparedNorm(static_cast<std::int64_t>(weights.gain.size())) {}
};
struct Memory final : TensorStorage {
    explicit Memory(std::size_t size) : values(size) {}
    std::vector<float> values;
};

class ScriptedBackend final : public KernelBackend {
public:
    ScriptedBackend(Script script, std::shared_ptr<std::atomic<int>> passes)
        : script_(std::move(script)), passes_(std::move(passes)) {}

    void set_tokenizer(const Tokenizer& tokenizer) { tokenizer_ = &tokenizer; }

    [[nodiscard]] const BackendDescription& description() const noexcept override { return description_; }
    [[nodiscard]] std::unique_ptr<PreparedLinear> prepare_linear(const LinearWeights& weights, LinearUse /*use*/) override {
        return std::make_unique<Linear>(weights);
    }
    [[nodiscard]] std::unique_ptr<PreparedConv> prepare_conv(const ConvWeights& weights) override {
        return std::make_unique<Conv>(weights);
    }
    [[nodiscard]] std::unique_ptr<PreparedNorm> prepare_norm(const NormWeights& weights) override {
        return std::make_unique<Norm>(weights);
    }
    [[nodiscard]] Tensor allocate(std::int64_t rows, std::int64_t cols) override {
        auto memory = std::make_shared<Memory>(static_cast<std::size_t>(rows * cols));
        TensorView view = host_view(memory->values.data(), rows, cols);
        view.storage = memory.get();
        return {std::move(memory), view};
    }

    [[nodiscard]] bool has_log_mel() const noexcept override { return static_cast<bool>(script_.log_mel); }

protected:
    [[nodiscard]] std::string_view timing_device() const noexcept override { return "script"; }
    [[nodiscard]] bool has_device_memory() const noexcept override { return has_log_mel(); }
    void run_upload(OpTag /*tag*/, TensorView view) override {
        if (script_.uploaded) script_.uploaded(view);
    }
    void run_download(OpTag /*tag*/, std::span<const TensorView> views) override {
        if (script_.downloaded) script_.downloaded(views.size());
    }
    void run_log_mel(OpTag /*tag*/, TensorView samples, float maximum, TensorView output) override {
        script_.log_mel(samples, maximum, output.cols);
    }

    void run_conv_gelu(OpTag /*tag*/, const PreparedConv& /*conv*/, TensorView /*input*/, bool time_major,
                       const TensorView* /*positions*/, TensorView /*output*/) override {
        if (time_major) return;  // the encoder's second one
        const int pass = (*passes_)++;
        if (script_.before_pass) script_.before_pass(pass);
        pass_ = pass;
        step_ = 0;
        spell(script_.text(pass));
    }
    void run_linear(OpTag tag, const PreparedLinear& /*linear*/, TensorView /*input*/, Epilogue /*epilogue*/,
                    TensorView output) override {
        if (tag.kind != OpKind::vocabulary) return;
        if (script_.before_step) script_.before_step(pass_, step_);
        const auto step = std::min(static_cast<std::size_t>(step_++), tokens_.size() - 1);
        for (std::int64_t row = 0; row < output.rows; ++row) {
            std::fill_n(output.row(row), output.cols, 0.0F);
            output.row(row)[tokens_[step]] = certain;
        }
    }
    void run_layer_norm(OpTag /*tag*/, const PreparedNorm& /*norm*/, TensorView /*input*/, TensorView /*output*/) override {}
    void run_attention(OpTag /*tag*/, TensorView /*q*/, TensorView /*k*/, TensorView /*v*/, int /*n_heads*/,
                       TensorView /*output*/) override {}
    void run_cached_attention(OpTag /*tag*/, TensorView /*q*/, TensorView /*k*/, TensorView /*v*/, int /*n_heads*/,
                              std::int64_t /*n_past*/, TensorView /*output*/, TensorView /*scores*/) override {}
    void run_embed(OpTag /*tag*/, const PreparedLinear& /*table*/, TensorView /*positions*/,
                   std::span<const TokenPosition> /*tokens*/, TensorView /*output*/) override {}

private:
    void spell(const ScriptedText& text) {
        const auto stamp = [this](double seconds) {
            return tokenizer_->special().timestamp_begin + static_cast<Token>(std::lround(seconds / timestamp_step_s));
        };
        tokens_.assign(1, stamp(text.start));
        if (!text.text.empty()) {
            for (const Token token : tokenizer_->encode(text.text)) tokens_.push_back(token);
            tokens_.push_back(stamp(text.end));
        }
        tokens_.push_back(tokenizer_->special().eot);
    }

    BackendDescription description_{.name = "script", .device = "A test", .threads = 1};
    Script script_;
    std::shared_ptr<std::atomic<int>> passes_;
    const Tokenizer* tokenizer_ = nullptr;
    std::vector<Token> tokens_;
    int pass_ = 0;
    int step_ = 0;
};

std::shared_ptr<const WhisperCheckpoint> built_in_checkpoint() {
    return read_checkpoint(source_folder / "resources/models/pico.en-q8_0.bin");
}

}  // namespace

ScriptedModel::ScriptedModel(Script script) {
    const auto backend = std::make_shared<ScriptedBackend>(std::move(script), passes_);
    auto model = std::make_unique<WhisperModel>(*built_in_checkpoint(), backend);
    backend->set_tokenizer(model->tokenizer());
    model_ = std::make_shared<SharedModel>(std::move(model));
}

std::unique_ptr<WhisperModel> built_in_model() {
    return std::make_unique<WhisperModel>(*built_in_checkpoint(),
                                          std::shared_ptr(BackendRegistry::with_built_in_backends().create("cpu", {})));
}

std::filesystem::path sample_recording() {
    return source_folder / "resources/samples/standup.wav";
}

std::vector<float> samples_of(const std::filesystem::path& sound) {
    MediaFileSource source(sound);
    std::vector<float> samples;
    std::array<float, 4096> block{};
    while (const std::size_t count = source.read(block)) samples.insert(samples.end(), block.begin(), block.begin() + count);
    return samples;
}

}  // namespace tilescribe::testing
