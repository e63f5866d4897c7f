// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/reference/reference_backend.h"

#include <QTest>

#include <array>
#include <chrono>
#include <vector>

using namespace tilescribe;

namespace {

struct Recorder final : OpTimingSink {
    void record(const OpRecord& record) noexcept override { records.push_back(record); }
    std::vector<OpRecord> records;
};

constexpr std::int64_t width = 64;

/// A device as far as timing goes: it has memory of its own and says how long its ops took.
class QueueingBackend final : public KernelBackend {
public:
    explicit QueueingBackend(bool reports) : reports_(reports) {}
    [[nodiscard]] const BackendDescription& description() const noexcept override { return description_; }
    [[nodiscard]] std::unique_ptr<PreparedLinear> prepare_linear(const LinearWeights& /*weights*/, LinearUse /*use*/) override {
        return nullptr;
    }
    [[nodiscard]] std::unique_ptr<PreparedConv> prepare_conv(const ConvWeights& /*weights*/) override { return nullptr; }
    [[nodiscard]] std::unique_ptr<PreparedNorm> prepare_norm(const NormWeights& /*weights*/) override { return nullptr; }
    [[nodiscard]] Tensor allocate(std::int64_t /*rows*/, std::int64_t /*cols*/) override { return {}; }
    int uploads = 0;

protected:
    [[nodiscard]] std::string_view timing_device() const noexcept override { return "queue"; }
    [[nodiscard]] bool reports_own_timings() const noexcept override { return reports_; }
    [[nodiscard]] bool has_device_memory() const noexcept override { return true; }
    void run_conv_gelu(OpTag /*tag*/, const PreparedConv& /*conv*/, TensorView /*input*/, bool /*time_major*/,
                       const TensorView* /*positions*/, TensorView /*output*/) override {}
    void run_layer_norm(OpTag /*tag*/, const PreparedNorm& /*norm*/, TensorView /*input*/, TensorView /*output*/) override {}
    void run_linear(OpTag /*tag*/, const PreparedLinear& /*linear*/, TensorView /*input*/, Epilogue /*epilogue*/,
                    TensorView /*output*/) override {}
    void run_attention(OpTag tag, TensorView /*q*/, TensorView /*k*/, TensorView /*v*/, int /*n_heads*/,
                       TensorView /*output*/) override {
        if (reports_ && timing_sink() != nullptr) timing_sink()->record({.tag = tag, .device = "queue", .simulated = true});
    }
    void run_cached_attention(OpTag /*tag*/, TensorView /*q*/, TensorView /*k*/, TensorView /*v*/, int /*n_heads*/,
                              std::int64_t /*n_past*/, TensorView /*output*/, TensorView /*scores*/) override {}
    void run_embed(OpTag /*tag*/, const PreparedLinear& /*table*/, TensorView /*positions*/,
                   std::span<const TokenPosition> /*tokens*/, TensorView /*output*/) override {}
    void run_upload(OpTag /*tag*/, TensorView /*view*/) override { ++uploads; }

private:
    bool reports_;
    BackendDescription description_{.name = "queue", .device = "test", .threads = 1};
};

}  // namespace

/// What the public ops tell the timing sink: one record per call, with the shape's arithmetic.
class TestOpRecords : public QObject {
    Q_OBJECT

    std::vector<float> buffer_ = std::vector<float>(100 * width);
    std::unique_ptr<KernelBackend> backend_ = reference_backend_entry().create({});
    Recorder recorder_;

    TensorView view(std::int64_t rows, std::int64_t cols) { return host_view(buffer_.data(), rows, cols); }
    WeightMatrix weights(std::int64_t rows, std::int64_t cols) {
        return {ElementType::f32, rows, cols, std::as_bytes(std::span(buffer_).first(rows * cols))};
    }

private Q_SLOTS:
    void init() {
        recorder_.records.clear();
        backend_->set_timing_sink(&recorder_);
    }

    void a_linear_layer() {
        const auto linear = backend_->prepare_linear({weights(5, 7), {}}, LinearUse::many_rows);
        const auto before = std::chrono::steady_clock::now().time_since_epoch();
        backend_->linear({OpKind::qkv, 3}, *linear, view(2, 7), Epilogue::none, view(2, 5));
        const auto after = std::chrono::steady_clock::now().time_since_epoch();
        QCOMPARE(recorder_.records.size(), std::size_t{1});
        const OpRecord& record = recorder_.records[0];
        QVERIFY(record.tag.kind == OpKind::qkv);
        QCOMPARE(record.tag.layer, 3);
        QCOMPARE((std::array{record.m, record.n, record.k, record.macs}), (std::array<std::int64_t, 4>{2, 5, 7, 70}));
        QCOMPARE(record.bytes, std::int64_t{4 * (35 + 14 + 10)});
        QVERIFY(record.device == "reference");
        QVERIFY(!record.simulated);
        QVERIFY(record.start >= before && record.start + record.duration <= after);
    }

    void a_residual_is_read_as_well() {
        const auto linear = backend_->prepare_linear({weights(5, 7), {}}, LinearUse::many_rows);
        backend_->linear({OpKind::mlp}, *linear, view(2, 7), Epilogue::add_residual, view(2, 5));
        QCOMPARE(recorder_.records.at(0).bytes, std::int64_t{4 * (35 + 14 + 2 * 10)});
    }

    void a_convolution() {
        const auto conv = backend_->prepare_conv({weights(4, 6), std::span(buffer_).first(4), 2});
        backend_->conv_gelu({OpKind::conv}, *conv, view(2, 9), false, view(5, 4));
        const OpRecord& record = recorder_.records.at(0);
        QCOMPARE((std::array{record.m, record.n, record.k, record.macs}), (std::array<std::int64_t, 4>{5, 4, 6, 120}));
        QCOMPARE(record.bytes, std::int64_t{4 * (24 + 18 + 20)});
    }

    void attention_counts_what_is_seen() {
        std::vector<float> output(3 * width);
        const TensorView out = host_view(output.data(), 3, width);
        backend_->attention({OpKind::attention}, view(3, width), view(5, width), view(5, width), 1, out);
        backend_->cached_attention({OpKind::decoder_attention}, view(3, width), view(5, width), view(5, width), 1, 2, out);
        QCOMPARE(recorder_.records.at(0).macs, std::int64_t{2 * 3 * 5 * width});
        QCOMPARE(recorder_.records.at(1).macs, std::int64_t{2 * (3 + 4 + 5) * width});  // row i sees n_past + i + 1 keys
        QCOMPARE(recorder_.records.at(1).bytes, std::int64_t{4 * (2 * 3 + 2 * 5) * width});
    }

    void embedding_reads_its_rows_only() {
        const auto table = backend_->prepare_linear({weights(50, 8), {}}, LinearUse::few_rows);
        backend_->embed({OpKind::token_embedding}, *table, view(4, 8), std::array{TokenPosition{1, 2}, TokenPosition{3, 3}},
                        view(2, 8));
        QCOMPARE(recorder_.records.at(0).bytes, std::int64_t{4 * 3 * 2 * 8});
        QCOMPARE(recorder_.records.at(0).macs, std::int64_t{0});
    }

    void host_memory_needs_no_transfer() {
        backend_->upload({OpKind::transfer}, view(2, 8));
        backend_->download({OpKind::transfer}, view(2, 8));
        QVERIFY(recorder_.records.empty());
    }

    void device_memory_is_timed() {
        QueueingBackend device(false);
        device.set_timing_sink(&recorder_);
        device.upload({OpKind::transfer}, view(2, 8));
        QCOMPARE(device.uploads, 1);
        QCOMPARE(recorder_.records.at(0).bytes, std::int64_t{64});
    }

    void a_backend_that_queues_reports_alone() {
        QueueingBackend device(true);
        device.set_timing_sink(&recorder_);
        device.attention({OpKind::attention}, view(3, width), view(5, width), view(5, width), 1, view(3, width));
        QCOMPARE(recorder_.records.size(), std::size_t{1});
        QVERIFY(recorder_.records[0].simulated);
    }

    void without_a_sink_nothing_is_recorded() {
        backend_->set_timing_sink(nullptr);
        backend_->attention({OpKind::attention}, view(1, width), view(5, width), view(5, width), 1, view(1, width));
        QVERIFY(recorder_.records.empty());
    }

    void every_kind_has_its_own_name_and_title() {
        for (int i = 0; i < op_kind_count; ++i) {
            QVERIFY(!name_of(static_cast<OpKind>(i)).empty());
            for (int j = 0; j < i; ++j) {
                QVERIFY(name_of(static_cast<OpKind>(i)) != name_of(static_cast<OpKind>(j)));
                QVERIFY(title_of(static_cast<OpKind>(i)) != title_of(static_cast<OpKind>(j)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestOpRecords)
#include "test_op_records.moc"
