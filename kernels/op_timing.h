// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>

namespace tilescribe {

/// The kinds of work that the profile and the dashboard list; one row each.
enum class OpKind : std::uint8_t {
    audio_read,  ///< decoding and resampling the sound
    log_mel,
    conv,
    layer_norm,
    qkv,        ///< encoder: query, key and value projections
    attention,  ///< encoder: softmax(QK^T) V
    attention_out,
    mlp,
    cross_kv,  ///< cross keys and values of the decoder, once per window
    token_embedding,
    decoder_layer_norm,
    decoder_qkv,
    decoder_attention,
    decoder_cross_attention,
    decoder_attention_out,
    decoder_mlp,
    vocabulary,
    token_search,  ///< logits rules and the choice of the next token
    transfer,      ///< upload and download between host and device
};
inline constexpr int op_kind_count = static_cast<int>(OpKind::transfer) + 1;

/// Stable identifier for reports: "decoder_mlp".
std::string_view name_of(OpKind kind) noexcept;
/// For people: "Decoder MLP".
std::string_view title_of(OpKind kind) noexcept;

/// Which op a call is, for its timing scope. `layer` is -1 where there is none.
struct OpTag {
    OpKind kind;
    int layer = -1;
};

/// One finished op.
struct OpRecord {
    OpTag tag;
    std::int64_t m = 0, n = 0, k = 0;  ///< the product's shape, or rows and columns; 0 where it has no meaning
    std::int64_t macs = 0;             ///< multiply-accumulates
    std::int64_t bytes = 0;            ///< least traffic: weights, input and output read or written once
    std::chrono::nanoseconds start{};  ///< on steady_clock
    std::chrono::nanoseconds duration{};
    std::string_view device = "cpu";  ///< where it ran: "cpu", "npu", ...; lives as long as the program
    bool simulated = false;           ///< the duration is a model's figure, not a measurement
};

/// Receives every finished op. Called on the thread that runs the ops; implementations say what else they allow.
class OpTimingSink {
public:
    virtual ~OpTimingSink() = default;
    virtual void record(const OpRecord& record) noexcept = 0;

protected:
    OpTimingSink() = default;
    OpTimingSink(const OpTimingSink&) = default;
    OpTimingSink& operator=(const OpTimingSink&) = default;
};

/// Measures from its construction to its destruction and gives the record to the sink (null: measures nothing).
class OpTimingScope {
public:
    OpTimingScope(OpTimingSink* sink, const OpRecord& what) noexcept : sink_(sink), record_(what) {
        if (sink_ != nullptr) record_.start = std::chrono::steady_clock::now().time_since_epoch();
    }
    ~OpTimingScope() {
        if (sink_ == nullptr) return;
        record_.duration = std::chrono::steady_clock::now().time_since_epoch() - record_.start;
        sink_->record(record_);
    }
    OpTimingScope(const OpTimingScope&) = delete;
    OpTimingScope& operator=(const OpTimingScope&) = delete;

private:
    OpTimingSink* sink_;
    OpRecord record_;
};

}  // namespace tilescribe
