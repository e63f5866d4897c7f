// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_io/checkpoint.h"
#include "engine/whisper/whisper_model.h"
#include "kernels/backend_registry.h"
#include "tests/support/cosine.h"
#include "tests/support/model_values.h"
#include "tests/support/shared_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cmath>
#include <memory>
#include <vector>

using namespace tilescribe;
using namespace tilescribe::testing;

/// The encoder of a random model of base's size, on the emulated arrays against the CPU.
class TestNpuBaseModel : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const WhisperCheckpoint> checkpoint_;
    std::vector<float> expected_;

    [[nodiscard]] std::vector<float> output_on(const char* wish) const {
        const std::shared_ptr backend = BackendRegistry::with_built_in_backends().create(wish, {});
        std::string notices;  // or the CPU could have done it
        backend->set_notice_receiver([&](const std::string& sentence) { notices += sentence; });
        WhisperModel model(*checkpoint_, backend);
        for (std::size_t i = 0; i < model.mel_input().size(); ++i) model.mel_input()[i] = std::sin(static_cast<float>(i) * 0.37F);
        const auto begin = std::chrono::steady_clock::now();
        static_cast<void>(model.encode());
        const TensorView output = model.encoder_output();
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        qInfo("%s: %.2f s for a window", wish, elapsed.count());
        if (!notices.empty()) qWarning("%s", notices.c_str());
        return notices.empty() ? values_of(output) : std::vector<float>(expected_.size());
    }

private Q_SLOTS:
    void initTestCase() {
        REQUIRE_SHARED();
        const QString path = folder_.filePath("base.bin");
        QProcess make;
        make.start(QString::fromStdString((shared_folder() / "tools/make_checkpoint.py").string()), {"base", path});
        QVERIFY2(make.waitForFinished(300'000) && make.exitCode() == 0, make.readAllStandardError().constData());
        checkpoint_ = read_checkpoint(path.toStdString());
        expected_ = output_on("cpu");
    }

    void the_emulated_encoder_is_close_to_the_cpus_data() {
        QTest::addColumn<QByteArray>("wish");
        for (const char* wish : {"npu-emulated:npu1", "npu-emulated:npu4"}) QTest::newRow(wish) << QByteArray(wish);
    }
    void the_emulated_encoder_is_close_to_the_cpus() {
        QFETCH(QByteArray, wish);
        const double similarity = cosine(output_on(wish.constData()), expected_);
        qInfo("cosine %.6f", similarity);
        QVERIFY(similarity >= 0.9995);
    }
};

QTEST_GUILESS_MAIN(TestNpuBaseModel)
#include "test_npu_base_model.moc"
