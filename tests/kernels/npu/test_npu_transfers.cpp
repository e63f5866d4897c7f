// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/checkpoint.h"
#include "engine/whisper/whisper_model.h"
#include "kernels/backend_registry.h"
#include "kernels/npu/array/emulated_device.h"
#include "kernels/npu/npu_backend.h"
#include "tests/kernels/npu/faulty_device.h"
#include "tests/support/cosine.h"
#include "tests/support/model_values.h"

#include <QTest>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::npu;
using namespace tilescribe::testing;
using tilescribe::npu::testing::FaultyDevice;
using Act = FaultyDevice::Act;

namespace {

/// A window that sounds like nothing but has Whisper's range.
std::vector<float> encode(WhisperModel& model) {
    const std::span<float> mel = model.mel_input();
    for (std::size_t index = 0; index < mel.size(); ++index)
        mel[index] = 0.75F * std::sin(0.37F * static_cast<float>(index % 9973));
    return values_of(model.encode());
}

/// A square layer and inputs for it.
struct Layer {
    explicit Layer(std::int64_t size) : width(size), values(static_cast<std::size_t>(size * size)) {
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i));
    }
    [[nodiscard]] LinearWeights weights() const { return {{ElementType::f32, width, width, std::as_bytes(std::span(values))}, {}}; }
    [[nodiscard]] Tensor filled(KernelBackend& backend, std::int64_t rows) const {
        Tensor tensor = backend.allocate(rows, width);
        for (std::int64_t i = 0; i < rows * width; ++i) tensor.view.data[i] = 0.25F * static_cast<float>(i % 7);
        return tensor;
    }
    std::int64_t width;
    std::vector<float> values;
};

}  // namespace

/// The built-in model on an emulated array: what goes there and when, and what becomes of it when that fails, at load, while a
/// window is made ready, or half-way through its submission.
class TestNpuTransfers : public QObject {
    Q_OBJECT

    std::shared_ptr<const WhisperCheckpoint> checkpoint_;
    std::shared_ptr<KernelBackend> cpu_;
    std::vector<float> expected_;  ///< by an array that works

    struct Array {
        FaultyDevice* device = nullptr;
        std::shared_ptr<NpuBackend> backend;
        std::shared_ptr<std::vector<std::string>> notices = std::make_shared<std::vector<std::string>>();
        std::unique_ptr<WhisperModel> model;
    };
    /// `prepare` is called before the model's weights are packed.
    [[nodiscard]] Array array(const std::function<void(FaultyDevice&)>& prepare = {}, GemmType type = GemmType::bf16,
                              ArrayGeneration generation = ArrayGeneration::npu1) const {
        Array one;
        auto device = std::make_unique<FaultyDevice>(make_emulated_device(generation, 0));
        one.device = device.get();
        if (prepare) prepare(*device);
        one.backend = std::make_shared<NpuBackend>(std::move(device), NpuBackendOptions{.type = type});
        one.backend->set_notice_receiver([notices = one.notices](const std::string& text) { notices->push_back(text); });
        one.model = std::make_unique<WhisperModel>(*checkpoint_, one.backend, cpu_);
        return one;
    }
    /// Convolutions and the linear layers of the encoder and of the cross keys and values.
    [[nodiscard]] std::int64_t weight_count() const {
        return 2 + 4 * checkpoint_->config.n_audio_layer + 2 * checkpoint_->config.n_text_layer;
    }

    /// Under the sanitizers, where windows take long.
    [[nodiscard]] static bool is_hurried() { return qEnvironmentVariableIsSet("TILESCRIBE_TEST_SCALE"); }

    static void add_acts() {
        QTest::addColumn<int>("act");
        QTest::newRow("upload") << static_cast<int>(Act::upload);
        QTest::newRow("run") << static_cast<int>(Act::run);
        QTest::newRow("download") << static_cast<int>(Act::download);
    }

private Q_SLOTS:
    void initTestCase() {
        checkpoint_ = read_checkpoint(std::filesystem::path(TILESCRIBE_SOURCE_DIR) / "resources/models/pico.en-q8_0.bin");
        cpu_ = BackendRegistry::with_built_in_backends().create("cpu", {});
        expected_ = encode(*array().model);
    }

    void every_weight_is_packed_once_at_load_data() {
        QTest::addColumn<int>("generation");
        QTest::addColumn<int>("type");
        const auto row = [](const char* name, ArrayGeneration generation, GemmType type) {
            QTest::newRow(name) << static_cast<int>(generation) << static_cast<int>(type);
        };
        row("npu1 bf16", ArrayGeneration::npu1, GemmType::bf16);
        row("npu4 bf16", ArrayGeneration::npu4, GemmType::bf16);
        row("npu1 int8", ArrayGeneration::npu1, GemmType::int8);
        row("npu4 bfp16", ArrayGeneration::npu4, GemmType::bfp16);
    }
    void every_weight_is_packed_once_at_load() {
        QFETCH(int, generation);
        QFETCH(int, type);
        const Array npu = array({}, static_cast<GemmType>(type), static_cast<ArrayGeneration>(generation));
        QCOMPARE(npu.backend->packing().packs, weight_count());
        const std::int64_t bytes = npu.backend->packing().bytes;
        QCOMPARE(npu.device->bytes_up(), bytes);
        for (int window = 0; window < 3; ++window) static_cast<void>(encode(*npu.model));
        QCOMPARE(npu.backend->packing().packs, weight_count());
        QCOMPARE(npu.backend->packing().bytes, bytes);
        QVERIFY(npu.notices->empty());
    }

    void from_the_second_window_on_only_the_sound_goes_up() {
        const Array npu = array();
        static_cast<void>(encode(*npu.model));
        const int allocations = npu.device->count(Act::allocation);
        const int uploads = npu.device->count(Act::upload);
        const std::int64_t bytes = npu.device->bytes_up();
        static_cast<void>(encode(*npu.model));
        QCOMPARE(npu.device->count(Act::allocation), allocations);
        QCOMPARE(npu.device->count(Act::upload), uploads + 1);
        QCOMPARE(npu.device->bytes_up(), bytes + 2LL * 80 * 3000);
    }

    /// Some of the many uploads, runs and downloads: at load, for the first window and for the second.
    void whatever_breaks_once_is_done_again_data() { add_acts(); }
    void whatever_breaks_once_is_done_again() {
        QFETCH(int, act);
        const Array well = array();
        for (int window = 0; window < 2; ++window) static_cast<void>(encode(*well.model));
        const int count = well.device->count(static_cast<Act>(act));
        QVERIFY(count > 4);
        const int step = std::max(1, is_hurried() ? count / 2 + 1 : count / 4);
        for (int skip = 0; skip < count; skip += step) {
            const auto plan = [&](FaultyDevice& device) { device.fail(static_cast<Act>(act), {.skip = skip, .times = 1}); };
            const Array npu = array(plan);
            QVERIFY2(encode(*npu.model) == expected_, std::to_string(skip).c_str());
            QVERIFY2(encode(*npu.model) == expected_, std::to_string(skip).c_str());
            QVERIFY2(!npu.backend->is_given_up(), npu.backend->description().device.c_str());
            QCOMPARE(npu.notices->size(), std::size_t{1});
            QVERIFY2(npu.notices->front().find("Its context was rebuilt and") != std::string::npos, npu.notices->front().c_str());
            QCOMPARE(npu.device->rebuilds(), 1);
        }
    }

    void what_breaks_again_goes_to_the_cpu_data() { add_acts(); }
    void what_breaks_again_goes_to_the_cpu() {
        QFETCH(int, act);
        const Array well = array();
        const int at_load = well.device->count(static_cast<Act>(act));
        static_cast<void>(encode(*well.model));
        const int count = well.device->count(static_cast<Act>(act));
        for (const int skip :
             is_hurried() ? std::vector{(at_load + count) / 2} : std::vector{0, at_load, (at_load + count) / 2, count - 1}) {
            const auto plan = [&](FaultyDevice& device) { device.fail(static_cast<Act>(act), {.skip = skip, .times = 1000}); };
            const Array npu = array(plan);
            QVERIFY(cosine(encode(*npu.model), expected_) >= 0.9995);
            QVERIFY(npu.backend->is_given_up());
            QVERIFY2(
                npu.notices->back().find("It failed again after its context was rebuilt. The CPU takes over.") != std::string::npos,
                npu.notices->back().c_str());
            QCOMPARE(npu.device->rebuilds(), 1);
            QVERIFY(cosine(encode(*npu.model), expected_) >= 0.9995);
        }
    }

    /// The first addition is checked by a look at its output, the second one writes the same tensor again, and the third run is not
    /// taken: for the repetition the tensor has to go up again, over output that nobody has read.
    void a_submission_that_breaks_half_way_is_repeated() {
        constexpr std::int64_t rows = 96;
        const Layer layer(64);
        const auto sums = [&](int failing_run) {
            auto device = std::make_unique<FaultyDevice>(make_emulated_device(ArrayGeneration::npu1, 0));
            if (failing_run >= 0) device->fail(Act::run, {.skip = failing_run, .times = 1});
            const FaultyDevice& seen = *device;
            NpuBackend backend(std::move(device), {});
            const auto adding = backend.prepare_linear(layer.weights(), LinearUse::many_rows_added);
            const Tensor input = layer.filled(backend, rows);
            const Tensor sum = layer.filled(backend, rows);
            backend.upload({OpKind::transfer}, input.view);
            backend.upload({OpKind::transfer}, sum.view);
            for (int i = 0; i < 3; ++i)
                backend.linear({OpKind::attention_out}, *adding, input.view, Epilogue::add_residual, sum.view);
            backend.download({OpKind::transfer}, sum.view);
            if (backend.is_given_up() || seen.rebuilds() != (failing_run >= 0 ? 1 : 0)) return std::vector<float>{};
            return values_of(sum.view);
        };
        const std::vector<float> expected = sums(-1);
        QVERIFY(!expected.empty());
        for (int run = 0; run < 3; ++run) QVERIFY2(sums(run) == expected, std::to_string(run).c_str());
    }

    /// One of two results was added to what had gone up: where the other one does not come down, the repetition must not add to
    /// what has come down.
    void results_that_come_down_half_way_are_made_again() {
        const Layer layer(64);
        int downloads = 0;
        const auto results = [&](int failing_download) {
            auto device = std::make_unique<FaultyDevice>(make_emulated_device(ArrayGeneration::npu1, 0));
            if (failing_download >= 0) device->fail(Act::download, {.skip = failing_download, .times = 1});
            const FaultyDevice& seen = *device;
            NpuBackend backend(std::move(device), {});
            const auto adding = backend.prepare_linear(layer.weights(), LinearUse::many_rows_added);
            const auto plain = backend.prepare_linear(layer.weights(), LinearUse::many_rows);
            const Tensor input = layer.filled(backend, 96);
            const Tensor sum = layer.filled(backend, 96);
            const Tensor product = backend.allocate(96, layer.width);
            backend.upload({OpKind::transfer}, input.view);
            backend.upload({OpKind::transfer}, sum.view);
            backend.linear({OpKind::attention_out}, *adding, input.view, Epilogue::add_residual, sum.view);
            backend.linear({OpKind::qkv}, *plain, input.view, Epilogue::none, product.view);
            const std::array wanted{sum.view, product.view};
            backend.download({OpKind::transfer}, wanted);
            downloads = seen.count(Act::download);
            std::vector<float> all = values_of(sum.view);
            const std::vector<float> others = values_of(product.view);
            all.insert(all.end(), others.begin(), others.end());
            return backend.is_given_up() ? std::vector<float>{} : all;
        };
        const std::vector<float> expected = results(-1);
        QVERIFY(!expected.empty());
        const int count = downloads;
        QVERIFY(count >= 2);
        for (int skip = 0; skip < count; ++skip) QVERIFY2(results(skip) == expected, std::to_string(skip).c_str());
    }

    /// The same layer within a window with and without adding, for which its weights lie in other orders: they are packed anew, and
    /// queued runs read the old ones.
    void weights_that_are_packed_anew_stay_for_queued_runs() {
        constexpr std::int64_t rows = 96;
        const Layer layer(64);
        NpuBackend backend(make_emulated_device(ArrayGeneration::npu1, 0), {});
        const auto prepared = backend.prepare_linear(layer.weights(), LinearUse::many_rows);
        const std::int64_t packs = backend.packing().packs;
        const Tensor input = layer.filled(backend, rows);
        std::vector<Tensor> outputs;
        for (const Epilogue epilogue : {Epilogue::none, Epilogue::add_residual, Epilogue::none}) {
            outputs.push_back(backend.allocate(rows, layer.width));  // zeros to add to
            backend.linear({OpKind::qkv}, *prepared, input.view, epilogue, outputs.back().view);
        }
        std::vector<TensorView> wanted;
        for (const Tensor& output : outputs) wanted.push_back(output.view);
        backend.download({OpKind::transfer}, wanted);
        QVERIFY(!backend.is_given_up());
        QCOMPARE(backend.packing().packs, packs + 2);
        const auto expected = cpu_->prepare_linear(layer.weights(), LinearUse::many_rows);
        const Tensor on_cpu = cpu_->allocate(rows, layer.width);
        cpu_->linear({OpKind::qkv}, *expected, input.view, Epilogue::none, on_cpu.view);
        for (const Tensor& output : outputs) QVERIFY(cosine(values_of(output.view), values_of(on_cpu.view)) >= 0.9995);
    }

    /// What only the device had is lost with it; that keeps nobody from using the tensor again.
    void a_tensor_that_was_lost_with_the_device_can_be_written_again() {
        const Layer layer(64);
        auto device = std::make_unique<FaultyDevice>(make_emulated_device(ArrayGeneration::npu1, 0));
        FaultyDevice& seen = *device;
        NpuBackend backend(std::move(device), {});
        const auto prepared = backend.prepare_linear(layer.weights(), LinearUse::many_rows);
        const Tensor input = layer.filled(backend, 96);
        const Tensor between = backend.allocate(96, layer.width);
        const Tensor output = backend.allocate(96, layer.width);
        const auto multiply = [&](const Tensor& from, const Tensor& to) {
            backend.linear({OpKind::qkv}, *prepared, from.view, Epilogue::none, to.view);
        };
        multiply(input, between);
        multiply(between, output);
        backend.download({OpKind::transfer}, output.view);  // `between` stays on the device
        seen.fail(Act::run, {.times = 1000, .kind = FaultKind::device_lost});
        seen.fail(Act::download, {.times = 1000, .kind = FaultKind::device_lost});
        multiply(input, output);
        backend.download({OpKind::transfer}, output.view);
        QVERIFY(backend.is_given_up());
        const std::vector<float> expected = values_of(output.view);
        multiply(input, between);
        backend.download({OpKind::transfer}, between.view);
        QVERIFY(values_of(between.view) == expected);
    }

    void what_is_refused_is_not_asked_for_again() {
        const Array well = array();
        const int at_load = well.device->count(Act::allocation);
        for (const int skip : {0, at_load, at_load + 3}) {
            const auto plan = [&](FaultyDevice& device) {
                device.fail(Act::allocation, {.skip = skip, .times = 1, .kind = FaultKind::refused});
            };
            const Array npu = array(plan);
            QVERIFY(cosine(encode(*npu.model), expected_) >= 0.9995);
            QVERIFY(npu.backend->is_given_up());
            QCOMPARE(npu.device->rebuilds(), 0);
            QCOMPARE(*npu.notices, std::vector<std::string>{"A buffer was not granted. The CPU takes over."});
        }
    }
};

QTEST_GUILESS_MAIN(TestNpuTransfers)
#include "test_npu_transfers.moc"
