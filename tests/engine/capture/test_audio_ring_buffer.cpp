// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/audio_ring_buffer.h"
#include "engine/audio/capture_buffer.h"
#include "tests/support/test_scale.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

using namespace tilescribe;

namespace {

/// Whole numbers up to 2^23 are exact in a float.
float value_of(std::int64_t sample) {
    return static_cast<float>(sample & 0x7FFFFF);
}

}  // namespace

class TestAudioRingBuffer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatDoesNotFit();
    void wrapsAround();
    void keepsFramesWhole();
    void stressWithTwoThreads_data();
    void stressWithTwoThreads();
    void callbackBodyCountsEverything();
    void callbackBodyUnderTwoThreads();
};

void TestAudioRingBuffer::refusesWhatDoesNotFit() {
    AudioRingBuffer ring(5);
    QCOMPARE(ring.capacity(), std::size_t(8));
    const std::vector<float> in = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    QCOMPARE(ring.write(in), std::size_t(8));
    QCOMPARE(ring.write(in), std::size_t(0));
    QCOMPARE(ring.available(), std::size_t(8));
    std::vector<float> out(10);
    QCOMPARE(ring.read(std::span(out).first(3)), std::size_t(3));
    QCOMPARE(ring.write(std::span(in).subspan(8)), std::size_t(2));
    QCOMPARE(ring.read(out), std::size_t(7));
    QCOMPARE(std::vector<float>(out.begin(), out.begin() + 7), (std::vector<float>{4, 5, 6, 7, 8, 9, 10}));
    QCOMPARE(ring.read(out), std::size_t(0));
}

void TestAudioRingBuffer::wrapsAround() {
    AudioRingBuffer ring(8);
    std::vector<float> out(8);
    std::int64_t written = 0;
    std::int64_t read = 0;
    for (int round = 0; round < 1000; ++round) {
        std::vector<float> in(static_cast<std::size_t>(round % 9));
        for (float& sample : in) sample = value_of(written++);
        QCOMPARE(ring.write(in), in.size());
        const std::size_t count = ring.read(out);
        QCOMPARE(count, in.size());
        for (std::size_t i = 0; i < count; ++i) QCOMPARE(out[i], value_of(read++));
    }
}

void TestAudioRingBuffer::keepsFramesWhole() {
    AudioRingBuffer ring(4, 3);
    const std::vector<float> in = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    QCOMPARE(ring.write(in), std::size_t(4));
    std::vector<float> out(7);  // room for two frames and a bit
    QCOMPARE(ring.read(out), std::size_t(2));
    QCOMPARE(out, (std::vector<float>{1, 2, 3, 4, 5, 6, 0}));
    QCOMPARE(ring.write(std::span(in).subspan(12)), std::size_t(1));
    out.resize(9);
    QCOMPARE(ring.read(out), std::size_t(3));
    QCOMPARE(out, (std::vector<float>{7, 8, 9, 10, 11, 12, 13, 14, 15}));
}

void TestAudioRingBuffer::stressWithTwoThreads_data() {
    QTest::addColumn<int>("capacity");
    QTest::addColumn<int>("channels");
    QTest::newRow("roomy") << 65536 << 1;
    QTest::newRow("tight") << 256 << 1;
    QTest::newRow("stereo") << 1024 << 2;
}

/// 10^8 samples in all through the three rows: odd block sizes on both sides, every sample checked.
void TestAudioRingBuffer::stressWithTwoThreads() {
    QFETCH(const int, capacity);
    QFETCH(const int, channels);
    const std::int64_t frames = testing::scaled_repetitions(100'000'000 / 3 + 1) / channels;
    AudioRingBuffer ring(static_cast<std::size_t>(capacity), channels);

    std::jthread writer([&] {
        std::minstd_rand random(1);
        std::vector<float> block;
        for (std::int64_t at = 0; at < frames;) {
            block.resize(static_cast<std::size_t>(std::min<std::int64_t>(1 + random() % 997, frames - at) * channels));
            for (std::size_t i = 0; i < block.size(); ++i) block[i] = value_of(at * channels + static_cast<std::int64_t>(i));
            const std::size_t taken = ring.write(block);
            at += static_cast<std::int64_t>(taken);
            if (taken == 0) std::this_thread::yield();
        }
    });
    std::minstd_rand random(2);
    std::vector<float> block;
    std::int64_t next = 0;
    std::int64_t wrong = 0;
    while (next < frames * channels) {
        block.resize((1 + random() % 1013) * static_cast<std::size_t>(channels));
        const std::size_t count = ring.read(block) * static_cast<std::size_t>(channels);
        for (std::size_t i = 0; i < count; ++i) wrong += block[i] != value_of(next++) ? 1 : 0;
        if (count == 0) std::this_thread::yield();
    }
    QCOMPARE(wrong, 0);
    QCOMPARE(ring.available(), std::size_t(0));
}

void TestAudioRingBuffer::callbackBodyCountsEverything() {
    CaptureBuffer buffer(1000, 1, 0.016);  // 16 frames
    const auto start = CaptureBuffer::Clock::time_point(std::chrono::seconds(100));
    buffer.receive(std::vector<float>{0.1F, -0.7F, 0.2F, 0}, false, start);
    buffer.receive(std::vector<float>(10, 0.3F), true, start + std::chrono::milliseconds(10));
    QCOMPARE(buffer.lost_frames(), 0);
    buffer.receive(std::vector<float>(10, 0.4F), false, start + std::chrono::milliseconds(20));
    QCOMPARE(buffer.delivered_frames(), 24);
    QCOMPARE(buffer.lost_frames(), 8);
    QCOMPARE(buffer.driver_overflows(), 1);
    QCOMPARE(buffer.take_peak(), 0.7F);
    QCOMPARE(buffer.take_peak(), 0.F);
    QVERIFY(buffer.first_frame_time() == start - std::chrono::milliseconds(4));
    QVERIFY(buffer.last_arrival() == start + std::chrono::milliseconds(20));
}

void TestAudioRingBuffer::callbackBodyUnderTwoThreads() {
    CaptureBuffer buffer(16000, 2, 0.05);
    const std::int64_t callbacks = testing::scaled_repetitions(200'000);
    std::atomic<bool> done{false};
    std::jthread callback([&] {
        const std::array<float, 2 * 37> block{0.5F};
        for (std::int64_t i = 0; i < callbacks; ++i) buffer.receive(block, i % 3 == 0, CaptureBuffer::Clock::now());
        done = true;
    });
    std::array<float, 200> out{};
    std::int64_t taken = 0;
    for (bool last = false; !last;) {
        last = done;  // one more look after the end
        while (const std::size_t frames = buffer.ring().read(out)) taken += static_cast<std::int64_t>(frames);
        static_cast<void>(buffer.take_peak());
        static_cast<void>(buffer.last_arrival());
    }
    QCOMPARE(buffer.delivered_frames(), callbacks * 37);
    QCOMPARE(taken + buffer.lost_frames(), buffer.delivered_frames());
    QCOMPARE(buffer.driver_overflows(), (callbacks + 2) / 3);
}

QTEST_GUILESS_MAIN(TestAudioRingBuffer)
#include "test_audio_ring_buffer.moc"
