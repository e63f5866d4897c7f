// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/session_store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe;

namespace {

TranscriptSegment segment(int id, double start, const std::string& text) {
    TranscriptSegment s;
    s.id = id;
    s.start = start;
    s.end = start + 1.5;
    s.text = text;
    s.tokens = {50364, 11, 50400};
    s.avg_logprob = -0.25;
    s.words = {{start, start + 0.5, " word", 0.75}};
    return s;
}

class SessionStoreTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path file_;

    static NewSession recording(const std::string& title) { return {SessionKind::live, title, "/tmp/x", "pico", "cpu", "{}"}; }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        file_ = folder_->filePath("library.sqlite").toStdString();
    }

    void what_was_put_in_comes_back_after_reopening() {
        SessionId id = 0;
        {
            SessionStore store(file_);
            id = store.create(recording("Weekly"));
            store.add_track(id, {0, "You", "you.wav"});
            store.add_track(id, {1, "Others", "others.wav"});
            store.put_segment(id, 1, segment(0, 4.0, " Second speaker."));
            store.put_segment(id, 0, segment(0, 2.0, " First speaker."));
            store.add_marker(id, {0, 7.5, 0.6, "device changed"});
            store.set_language(id, "en");
            store.set_duration(id, 12.5);
            store.set_state(id, SessionState::done);
        }
        const SessionStore store(file_);
        const auto summary = store.find(id);
        QVERIFY(summary.has_value());
        QCOMPARE(summary->title, std::string("Weekly"));
        QCOMPARE(summary->state, SessionState::done);
        QCOMPARE(summary->language, std::string("en"));
        QCOMPARE(summary->duration_s, 12.5);
        QCOMPARE(summary->words, std::int64_t{4});
        QCOMPARE(summary->snippet, std::string(" First speaker. Second speaker."));
        const auto segments = store.segments(id);
        QCOMPARE(segments.size(), std::size_t{2});
        QCOMPARE(segments[0].track, 0);
        QCOMPARE(segments[0].segment.text, std::string(" First speaker."));
        QCOMPARE(segments[0].segment.tokens, (std::vector<std::int32_t>{50364, 11, 50400}));
        QCOMPARE(segments[0].segment.avg_logprob, -0.25);
        QCOMPARE(segments[0].segment.words.size(), std::size_t{1});
        QCOMPARE(segments[0].segment.words[0].probability, 0.75);
        QCOMPARE(store.tracks(id)[1].sound_file, std::string("others.wav"));
        QCOMPARE(store.markers(id)[0].reason, std::string("device changed"));
    }

    void an_interrupted_session_is_found_and_a_finished_one_is_not() {
        SessionStore store(file_);
        const SessionId cut_off = store.create(recording("a"));
        const SessionId finished = store.create(recording("b"));
        store.set_state(finished, SessionState::done);
        const auto interrupted = store.interrupted();
        QCOMPARE(interrupted.size(), std::size_t{1});
        QCOMPARE(interrupted[0].id, cut_off);
        QCOMPARE(interrupted[0].state, SessionState::recording);
    }

    void provisional_text_is_refused() {
        SessionStore store(file_);
        const SessionId id = store.create(recording("a"));
        TranscriptSegment provisional = segment(0, 0, " maybe");
        provisional.is_final = false;
        QVERIFY_THROWS_EXCEPTION(StoreError, store.put_segment(id, 0, provisional));
        QVERIFY(store.segments(id).empty());
    }

    void a_segment_put_again_is_replaced() {
        SessionStore store(file_);
        const SessionId id = store.create(recording("a"));
        store.put_segment(id, 0, segment(3, 0, " old"));
        store.put_segment(id, 0, segment(3, 0, " new"));
        QCOMPARE(store.segments(id).size(), std::size_t{1});
        QCOMPARE(store.list("new").size(), std::size_t{1});
        QVERIFY(store.list("old").empty());
    }

    void search_finds_titles_and_texts_and_takes_any_characters() {
        SessionStore store(file_);
        const SessionId budget = store.create(recording("Budget 2027"));
        const SessionId other = store.create(recording("Standup"));
        store.put_segment(other, 0, segment(0, 0, " Der Überblick ist fertig, Maria."));
        QCOMPARE(store.list("budget").at(0).id, budget);
        QCOMPARE(store.list("uberbl").at(0).id, other);
        QVERIFY(store.list("maria").at(0).snippet.find("Maria") != std::string::npos);
        QCOMPARE(store.list("maria überblick").size(), std::size_t{1});
        QVERIFY(store.list("maria budget").empty());
        QCOMPARE(store.list("   ").size(), std::size_t{2});
        for (const char* hostile :
             {"\"", "a\" OR \"b", "NEAR(", "title:x", "*", "-", "' ; DROP TABLE sessions", "(", "^", "\xff\xfe"})
            (void)store.list(hostile);
        QCOMPARE(store.list().size(), std::size_t{2});
    }

    void renaming_and_removing() {
        SessionStore store(file_);
        const SessionId id = store.create(recording("Old name"));
        store.put_segment(id, 0, segment(0, 0, " text"));
        store.rename(id, "New name");
        QVERIFY(store.list("Old").empty());
        QCOMPARE(store.list("New").size(), std::size_t{1});
        store.remove(id);
        QVERIFY(!store.find(id).has_value());
        QVERIFY(store.segments(id).empty());
        QVERIFY(store.list("New").empty());
    }

    void the_sound_can_be_forgotten_and_the_text_kept() {
        SessionStore store(file_);
        const SessionId id = store.create(recording("a"));
        store.add_track(id, {0, "You", "you.wav"});
        store.put_segment(id, 0, segment(0, 0, " text"));
        store.forget_sound(id);
        QVERIFY(store.tracks(id)[0].sound_file.empty());
        QCOMPARE(store.segments(id).size(), std::size_t{1});
    }

    void the_last_segments_can_be_forgotten() {
        SessionStore store(file_);
        const SessionId id = store.create(recording("a"));
        const SessionId other = store.create(recording("b"));
        for (int i = 0; i < 4; ++i) store.put_segment(id, 0, segment(i, i, i < 2 ? " early" : " late"));
        store.put_segment(other, 0, segment(3, 0, " late"));
        store.forget_segments(id, 2);
        QCOMPARE(store.segments(id).size(), std::size_t{2});
        QCOMPARE(store.list("late").size(), std::size_t{1});
        QCOMPARE(store.list("early").size(), std::size_t{1});
        store.forget_segments(id);
        QVERIFY(store.segments(id).empty());
        QVERIFY(store.list("early").empty());
    }

    void the_queue_keeps_its_order() {
        SessionStore store(file_);
        store.save_queue({"/b", "/a b:%\n", "/c"});
        QCOMPARE(SessionStore(file_).saved_queue(), (std::vector<std::string>{"/b", "/a b:%\n", "/c"}));
        store.save_queue({});
        QVERIFY(store.saved_queue().empty());
    }

    void two_connections_see_each_other() {
        SessionStore first(file_);
        SessionStore second(file_);
        const SessionId id = first.create(recording("a"));
        second.put_segment(id, 0, segment(0, 0, " text"));
        QCOMPARE(first.segments(id).size(), std::size_t{1});
    }

    void damaged_details_keep_the_text() {
        SessionStore store(file_);
        const SessionId id = store.create(recording("a"));
        store.put_segment(id, 0, segment(0, 0, " text"));
        Database raw(file_);
        for (const char* details : {"", "[1", "null", "{\"tokens\": 3, \"words\": [1, {}], \"avg_logprob\": \"x\"}"}) {
            (Statement(raw, "UPDATE segments SET details = ?") << std::string_view(details)).run();
            QCOMPARE(store.segments(id).at(0).segment.text, std::string(" text"));
        }
    }

    void files_that_are_no_library_are_refused_and_kept_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("This is no database, however long it goes on and on.").repeated(100);
        QTest::newRow("truncated header") << QByteArray("SQLite format 3\0", 16).append(QByteArray(84, '\xff'));
    }
    void files_that_are_no_library_are_refused_and_kept() {
        QFETCH(QByteArray, content);
        QFile file(QString::fromStdString(file_.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY_THROWS_EXCEPTION(StoreError, SessionStore{file_});
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
        QVERIFY_THROWS_EXCEPTION(StoreError, SessionStore{file_ / "missing" / "library"});
    }

    void a_newer_library_is_refused() {
        {
            const SessionStore store(file_);
        }
        Database(file_).execute("PRAGMA user_version = 99");
        QVERIFY_THROWS_EXCEPTION(StoreError, SessionStore{file_});
    }
};

}  // namespace

QTEST_GUILESS_MAIN(SessionStoreTest)
#include "session_store_test.moc"
