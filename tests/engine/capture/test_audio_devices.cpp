// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/audio/audio_devices.h"
#include "engine/audio/private_alsa_configuration.h"

#include <QFile>
#include <QTest>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace tilescribe;

namespace {

AudioDevice device(const char* id, bool is_monitor = false) {
    AudioDevice made;
    made.id = id;
    made.name = id;
    made.is_monitor = is_monitor;
    return made;
}

AudioDeviceList office() {
    return {{device("headset"), device("webcam"), device("speakers.monitor", true), device("hdmi.monitor", true)},
            "webcam",
            "speakers.monitor"};
}

std::string chosen(const AudioDeviceList& list, const DeviceChoice& choice, const std::vector<std::string>& taken = {}) {
    const auto device = choose_device(list, choice, taken);
    return device ? device->id : "none";
}

QString private_configuration() {
    QFile file(qEnvironmentVariable("ALSA_CONFIG_PATH"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

class TestAudioDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheChosenDevice();
    void followsTheDefault();
    void movesOnWhenTheDeviceIsGone();
    void neverRecordsTheSpeakersAsYou();
    void neverUsesADeviceTwice();
    void configuresSlotsForAlsa();
    void quotesForAlsa();
};

void TestAudioDevices::takesTheChosenDevice() {
    QCOMPARE(chosen(office(), {TrackRole::microphone, "headset"}), std::string("headset"));
    QCOMPARE(chosen(office(), {TrackRole::monitor, "hdmi.monitor"}), std::string("hdmi.monitor"));
    QCOMPARE(chosen(office(), {TrackRole::microphone, "hdmi.monitor"}), std::string("hdmi.monitor"));  // the user knows best
}

void TestAudioDevices::followsTheDefault() {
    QCOMPARE(chosen(office(), {TrackRole::microphone, ""}), std::string("webcam"));
    QCOMPARE(chosen(office(), {TrackRole::monitor, ""}), std::string("speakers.monitor"));
}

void TestAudioDevices::movesOnWhenTheDeviceIsGone() {
    QCOMPARE(chosen(office(), {TrackRole::microphone, "usb"}), std::string("webcam"));
    AudioDeviceList list = office();
    list.default_input_id = "gone";
    QCOMPARE(chosen(list, {TrackRole::microphone, ""}), std::string("headset"));
    list.default_monitor_id = "";
    QCOMPARE(chosen(list, {TrackRole::monitor, "gone"}), std::string("speakers.monitor"));
    QCOMPARE(chosen({}, {TrackRole::microphone, "headset"}), std::string("none"));
}

void TestAudioDevices::neverRecordsTheSpeakersAsYou() {
    const AudioDeviceList list = {{device("speakers.monitor", true)}, "speakers.monitor", "speakers.monitor"};
    QCOMPARE(chosen(list, {TrackRole::microphone, ""}), std::string("none"));
    QCOMPARE(chosen(list, {TrackRole::microphone, "", true}), std::string("speakers.monitor"));
    const AudioDeviceList no_speakers = {{device("webcam")}, "webcam", ""};
    QCOMPARE(chosen(no_speakers, {TrackRole::monitor, ""}), std::string("none"));
}

void TestAudioDevices::neverUsesADeviceTwice() {
    QCOMPARE(chosen(office(), {TrackRole::microphone, "headset"}, {"headset"}), std::string("webcam"));
    QCOMPARE(chosen(office(), {TrackRole::microphone, ""}, {"webcam"}), std::string("headset"));
    QCOMPARE(chosen(office(), {TrackRole::microphone, ""}, {"webcam", "headset"}), std::string("none"));
    QCOMPARE(chosen(office(), {TrackRole::monitor, ""}, {"speakers.monitor"}), std::string("hdmi.monitor"));
}

void TestAudioDevices::configuresSlotsForAlsa() {
    qputenv("ALSA_CONFIG_PATH", "/etc/mine.conf:/etc/other.conf");
    QString path;
    {
        PrivateAlsaConfiguration configuration;
        path = qEnvironmentVariable("ALSA_CONFIG_PATH");
        QVERIFY(private_configuration().startsWith(
            QStringLiteral("</etc/mine.conf>\n</etc/other.conf>\npcm.tilescribe_input_1 { type pulse hint")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        configuration.point("tilescribe_input_2", "my \"mic\"");
        QVERIFY(
            private_configuration().contains(QStringLiteral("pcm.tilescribe_input_2 { type pulse device \"my \\\"mic\\\"\" hint")));
        configuration.point("tilescribe_input_2", "other");
        QVERIFY(!private_configuration().contains(QStringLiteral("my")));
        QVERIFY_EXCEPTION_THROWN(configuration.point("default", "other"), std::invalid_argument);
        using std::filesystem::perms;
        const auto folder = std::filesystem::path(path.toStdString()).parent_path();
        QVERIFY((std::filesystem::status(folder).permissions() & (perms::group_all | perms::others_all)) == perms::none);
    }
    QVERIFY(!QFile::exists(path));
    QCOMPARE(qEnvironmentVariable("ALSA_CONFIG_PATH"), QStringLiteral("/etc/mine.conf:/etc/other.conf"));
    qunsetenv("ALSA_CONFIG_PATH");
    {
        const PrivateAlsaConfiguration configuration;
        QVERIFY(private_configuration().startsWith(QStringLiteral("</usr/share/alsa/alsa.conf>\n")));
    }
    QVERIFY(!qEnvironmentVariableIsSet("ALSA_CONFIG_PATH"));
}

void TestAudioDevices::quotesForAlsa() {
    QCOMPARE(quote_for_alsa("a b"), std::string("\"a b\""));
    QCOMPARE(quote_for_alsa("a\"} pcm.x {\n\\"), std::string("\"a\\\"} pcm.x {\\\\\""));
}

QTEST_GUILESS_MAIN(TestAudioDevices)
#include "test_audio_devices.moc"
