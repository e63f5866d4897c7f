// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/audio/media_encoder.h"
#include "tests/engine/audio/read_media.h"
#include "tests/support/wav_writer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace tilescribe;

namespace {

/// A server on this machine that only notices whether anybody came.
class Listener {
public:
    Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (socket_ >= 0 && ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(socket_, 4) == 0 &&
            ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
            port_ = ntohs(address.sin_port);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { ::close(socket_); }

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] bool was_called() const {
        pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, 0) != 0;
    }

private:
    int socket_;
    int port_ = 0;
};

/// Notices whether a file is opened.
class OpenWatch {
public:
    explicit OpenWatch(const char* file) : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        valid_ = ::inotify_add_watch(descriptor_, file, IN_OPEN) >= 0;
    }
    OpenWatch(const OpenWatch&) = delete;
    OpenWatch& operator=(const OpenWatch&) = delete;
    ~OpenWatch() { ::close(descriptor_); }

    [[nodiscard]] bool valid() const { return valid_; }
    [[nodiscard]] bool was_opened() const {
        std::array<char, 4096> events{};
        return ::read(descriptor_, events.data(), events.size()) > 0;
    }

private:
    int descriptor_;
    bool valid_ = false;
};

}  // namespace

/// Files that name other files or addresses: nothing but the named file itself is ever opened.
class TestMediaPlaylists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(QDir::setCurrent(folder_.path()));
        testing::encode_media("secret.ts", {.muxer = "mpegts", .encoder = "mp2"}, testing::sine(440, 2));
        testing::write_wav("secret.wav", testing::sine(440, 2));
        QVERIFY(listener_.port() != 0);
    }

    void reach_nothing_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        const QString hls =
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2,\n%1\n#EXT-X-ENDLIST\n";
        for (const char* name : {"list.m3u8", "list.wav", "list.mp3"}) {
            QTest::addRow("HLS, address, %s", name) << name << hls.arg("http://127.0.0.1:PORT/x.ts");
            QTest::addRow("HLS, local file, %s", name) << name << hls.arg("secret.ts");
            QTest::addRow("HLS, file:, %s", name) << name << hls.arg("file:FOLDER/secret.ts");
            QTest::addRow("concat, local file, %s", name) << name << "ffconcat version 1.0\nfile secret.wav\n";
            QTest::addRow("concat, address, %s", name) << name << "ffconcat version 1.0\nfile http://127.0.0.1:PORT/x.wav\n";
        }
        QTest::newRow("HLS, key") << "key.m3u8"
                                  << "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"http://127.0.0.1:PORT/k\"\n"
                                     "#EXTINF:2,\nsecret.ts\n#EXT-X-ENDLIST\n";
        QTest::newRow("plain list") << "list.m3u" << "#EXTM3U\nhttp://127.0.0.1:PORT/x.mp3\nsecret.wav\n";
        QTest::newRow("PLS") << "list.pls" << "[playlist]\nFile1=http://127.0.0.1:PORT/x.mp3\nNumberOfEntries=1\n";
        QTest::newRow("ASX") << "list.asx" << "<asx version=\"3.0\"><entry><ref href=\"http://127.0.0.1:PORT/x\"/></entry></asx>\n";
        QTest::newRow("RTSP redirect") << "x.wav" << "rtsptextRTSP rtsp://127.0.0.1:PORT/x\n";
        QTest::newRow("DASH")
            << "list.mpd"
            << "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
               "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\" mediaPresentationDuration=\"PT2S\"><Period>"
               "<AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"1\" bandwidth=\"1000\">"
               "<BaseURL>http://127.0.0.1:PORT/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>\n";
        QTest::newRow("SDP") << "call.sdp"
                             << "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio PORT RTP/AVP 0\n";
        QTest::newRow("IMF") << "cpl.xml"
                             << "<?xml version=\"1.0\"?><CompositionPlaylist xmlns=\"http://www.smpte-ra.org/schemas/2067-3/2016\">"
                                "</CompositionPlaylist>\n";
    }

    void reach_nothing() {
        QFETCH(QString, name);
        QFETCH(QString, text);
        text.replace("PORT", QString::number(listener_.port())).replace("FOLDER", folder_.path());
        testing::write_file(name.toStdString(), text.toStdString());
        const OpenWatch wav("secret.wav");
        const OpenWatch ts("secret.ts");
        QVERIFY(wav.valid() && ts.valid());
        const std::string sentence = testing::refusal(name.toStdString());
        QVERIFY2(
            sentence.find("is a playlist") != std::string::npos || sentence.find("holds no sound it knows") != std::string::npos,
            sentence.c_str());
        QVERIFY(!wav.was_opened());
        QVERIFY(!ts.was_opened());
        QVERIFY(!listener_.was_called());
    }

    void the_watches_work() {
        const OpenWatch watch("secret.wav");
        QVERIFY(!watch.was_opened());
        QVERIFY(!testing::read_media("secret.wav").empty());
        QVERIFY(watch.was_opened());
    }

private:
    QTemporaryDir folder_;
    Listener listener_;
};

QTEST_GUILESS_MAIN(TestMediaPlaylists)
#include "test_media_playlists.moc"
