// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/mel_filterbank.h"
#include "tests/support/shared_files.h"

#include <QTest>

#include <cmath>
#include <fstream>
#include <stdexcept>

using namespace tilescribe;

class TestMelFilterbank : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equals_the_filters_of_model_files_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("n_mels");
        QTest::newRow("80 bands") << "nano.random-f16.bin" << 80;
        QTest::newRow("128 bands") << "nano-v3.random-f16.bin" << 128;
    }

    void equals_the_filters_of_model_files() {
        REQUIRE_SHARED();
        QFETCH(QString, model);
        QFETCH(int, n_mels);
        std::ifstream in(testing::shared_folder() / "models" / model.toStdString(), std::ios::binary);
        in.seekg(48);  // magic and eleven settings
        std::int32_t shape[2] = {};
        in.read(reinterpret_cast<char*>(shape), sizeof shape);
        QCOMPARE(shape[0], n_mels);
        QCOMPARE(shape[1], mel_fft_bins);
        std::vector<float> expected(static_cast<std::size_t>(n_mels) * mel_fft_bins);
        in.read(reinterpret_cast<char*>(expected.data()), static_cast<std::streamsize>(expected.size() * sizeof(float)));
        QVERIFY(in.good());

        const MelFilterbank bank = MelFilterbank::slaney(n_mels);
        QCOMPARE(bank.n_mels, n_mels);
        QCOMPARE(bank.weights.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(std::abs(bank.weights[i] - expected[i]) <= 1e-7F, qPrintable(QString("weight %1").arg(i)));
    }

    void refuses_other_sizes() {
        for (const int n_mels : {-1, 0, 40, 129, 2147483647})
            QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(MelFilterbank::slaney(n_mels)));
    }
};

QTEST_GUILESS_MAIN(TestMelFilterbank)
#include "test_mel_filterbank.moc"
