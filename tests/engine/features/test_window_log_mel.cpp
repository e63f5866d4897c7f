// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/log_mel_stream.h"
#include "engine/features/window_log_mel.h"
#include "tests/engine/features/sample_reader.h"
#include "tests/support/wav_writer.h"

#include <QTest>

#include <cmath>
#include <stdexcept>

using namespace tilescribe;
using testing::SampleReader;

class TestWindowLogMel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equals_the_stream_of_the_same_sound_data() {
        QTest::addColumn<int>("n_samples");
        for (const int n : {0, 1, 159, 160, 399, 16000, 100001, 479999, 480000}) QTest::addRow("%d samples", n) << n;
    }

    void equals_the_stream_of_the_same_sound() {
        QFETCH(int, n_samples);
        std::vector<float> samples = testing::sine(440.0, 30.0);
        samples.resize(static_cast<std::size_t>(n_samples));
        SampleReader reader(samples);
        LogMelStream stream(reader, 128);
        LogMelExtractor extractor(128);
        std::vector<float> expected(128 * 3000);
        std::vector<float> out(128 * 3000, 5.0F);

        const std::int64_t content = window_log_mel(extractor, samples, out);
        QCOMPARE(content, stream.content_frames());
        stream.window(0, content, expected);
        compare(out, expected);

        QCOMPARE(window_log_mel(extractor, samples, out, WindowTail::silence), content);
        stream.window(0, 3000, expected);
        compare(out, expected);
    }

    void refuses_what_does_not_fit() {
        LogMelExtractor extractor(80);
        std::vector<float> out(80 * 3000);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, window_log_mel(extractor, std::vector<float>(480001), out));
        out.pop_back();
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, window_log_mel(extractor, std::vector<float>(16000), out));
    }

private:
    static void compare(const std::vector<float>& out, const std::vector<float>& expected) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            if (std::abs(out[i] - expected[i]) > 1e-6F) QFAIL(qPrintable(QString("value %1").arg(i)));
        }
    }
};

QTEST_GUILESS_MAIN(TestWindowLogMel)
#include "test_window_log_mel.moc"
