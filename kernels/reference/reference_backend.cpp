// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_backend.h"

#include "kernels/reference/reference_ops.h"
#include "kernels/shape_error.h"

#include <memory>
#include <string>
#include <vector>

namespace tilescribe {
namespace {

struct HostStorage final : TensorStorage {
    explicit HostStorage(std::size_t size) : values(size) {}
    std::vector<float> values;
};

class ReferenceBackend final : public KernelBackend {
public:
    [[nodiscard]] const BackendDescription& description() const noexcept override { return description_; }

    [[nodiscard]] std::unique_ptr<PreparedLinear> prepare_linear(const LinearWeights& weights, LinearUse /*use*/) override {
        check_weights(weights);
        return std::make_unique<reference::Linear>(weights);
    }
    [[nodiscard]] std::unique_ptr<PreparedConv> prepare_conv(const ConvWeights& weights) override {
        check_weights(weights);
        return std::make_unique<reference::Conv>(weights);
    }
    [[nodiscard]] std::unique_ptr<PreparedNorm> prepare_norm(const NormWeights& weights) override {
        check_weights(weights);
        return std::make_unique<reference::Norm>(weights);
    }
    [[nodiscard]] Tensor allocate(std::int64_t rows, std::int64_t cols) override {
        if (rows < 0 || cols < 0)
            throw ShapeError("allocate expects a shape, received [" + std::to_string(rows) + ", " + std::to_string(cols) + "]");
        auto storage = std::make_shared<HostStorage>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
        TensorView view = host_view(storage->values.data(), rows, cols);
        view.storage = storage.get();
        return {std::move(storage), view};
    }

protected:
    [[nodiscard]] std::string_view timing_device() const noexcept override { return "reference"; }

    void run_conv_gelu(OpTag /*tag*/, const PreparedConv& conv, TensorView input, bool time_major, const TensorView* positions,
                       TensorView output) override {
        reference::conv_gelu(dynamic_cast<const reference::Conv&>(conv), input, time_major, positions, output);
    }
    void run_layer_norm(OpTag /*tag*/, const PreparedNorm& norm, TensorView input, TensorView output) override {
        reference::layer_norm(dynamic_cast<const reference::Norm&>(norm), input, output);
    }
    void run_linear(OpTag /*tag*/, const PreparedLinear& linear, TensorView input, Epilogue epilogue, TensorView output) override {
        reference::linear(dynamic_cast<const reference::Linear&>(linear), input, epilogue, output);
    }
    void run_attention(OpTag /*tag*/, TensorView q, TensorView k, TensorView v, int n_heads, TensorView output) override {
        reference::attention(q, k, v, n_heads, output);
    }
    void run_cached_attention(OpTag /*tag*/, TensorView q, TensorView k, TensorView v, int n_heads, std::int64_t n_past,
                              TensorView output, TensorView scores) override {
        reference::cached_attention(q, k, v, n_heads, n_past, output, scores);
    }
    void run_embed(OpTag /*tag*/, const PreparedLinear& table, TensorView positions, std::span<const TokenPosition> tokens,
                   TensorView output) override {
        reference::embed(dynamic_cast<const reference::Linear&>(table), positions, tokens, output);
    }

private:
    BackendDescription description_{.name = "reference", .device = "Plain loops on one CPU thread", .threads = 1};
};

}  // namespace

BackendEntry reference_backend_entry() {
    return {.name = "reference",
            .description = "Plain loops, the oracle that the other backends are tested against; slow on purpose",
            .is_available = true,
            .reason = "Runs on every processor, on one thread.",
            .create = [](const BackendOptions&) { return std::make_unique<ReferenceBackend>(); },
            .variants = {}};
}

}  // namespace tilescribe
