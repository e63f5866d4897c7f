// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/config_check.h"

#include "engine/model_io/model_file_error.h"

#include <string>

namespace tilescribe {
namespace {

constexpr std::int64_t head_width = 64;  // of every Whisper network
constexpr std::int64_t most_width = 8192;
constexpr std::int64_t most_layers = 256;

class ConfigCheck {
public:
    explicit ConfigCheck(const std::filesystem::path& file) : file_(file) {}

    void require(bool holds, const char* dimension, std::int64_t value, const std::string& supported) const {
        if (!holds)
            throw ModelFileError(file_, std::string("is not a Whisper model that can be run: ") + dimension + " is " +
                                            std::to_string(value) + ", supported is " + supported);
    }

    void require_width(const char* state_name, std::int64_t state, const char* head_name, std::int64_t heads) const {
        require(state >= head_width && state <= most_width && state % head_width == 0, state_name, state,
                "a multiple of 64 up to 8192");
        require(heads == state / head_width, head_name, heads, std::to_string(state / head_width) + " heads of width 64");
    }

    void require_layers(const char* name, std::int64_t layers) const {
        require(layers >= 1 && layers <= most_layers, name, layers, "1 to 256");
    }

private:
    const std::filesystem::path& file_;
};

}  // namespace

void check_config(const WhisperConfig& config, const std::filesystem::path& file) {
    const ConfigCheck check(file);
    check.require(config.n_vocab >= 51864 && config.n_vocab <= 51866, "n_vocab (the vocabulary's size)", config.n_vocab,
                  "51864 (English), 51865 (multilingual) or 51866 (v3 and turbo)");
    check.require(config.n_audio_ctx == 1500, "n_audio_ctx", config.n_audio_ctx, "1500");
    check.require(config.n_text_ctx == 448, "n_text_ctx", config.n_text_ctx, "448");
    check.require(config.n_mels == 80 || config.n_mels == 128, "n_mels", config.n_mels, "80 or 128");
    check.require_width("n_audio_state", config.n_audio_state, "n_audio_head", config.n_audio_head);
    check.require_width("n_text_state", config.n_text_state, "n_text_head", config.n_text_head);
    check.require(config.n_text_state == config.n_audio_state, "n_text_state", config.n_text_state,
                  "the encoder's width, " + std::to_string(config.n_audio_state));
    check.require_layers("n_audio_layer", config.n_audio_layer);
    check.require_layers("n_text_layer", config.n_text_layer);
}

}  // namespace tilescribe
