// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/window_recording.h"

#include "tests/app/desktop/word_error_rate.h"
#include "tests/support/virtual_microphone.h"
#include "ui/live_view.h"
#include "ui/notice_area.h"
#include "ui/transcript_model.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace tilescribe::testing {
namespace {

constexpr double recorded_behind_s = 0.5;  // what has been played comes out of the device a fraction of a second late
constexpr double understood = 0.4;         // a word error rate that other words than the spoken ones do not reach

const char* name_of_event(CaptureEvent::Kind kind) {
    using Kind = CaptureEvent::Kind;
    switch (kind) {
        case Kind::device_changed:
            return "device_changed";
        case Kind::device_lost:
            return "device_lost";
        case Kind::no_device:
            return "no_device";
        case Kind::gap:
            return "gap";
        case Kind::sound_lost:
            return "sound_lost";
        case Kind::silent_track:
            return "silent_track";
        case Kind::track_heard:
            return "track_heard";
        case Kind::disk_full:
            return "disk_full";
        case Kind::disk_written:
            return "disk_written";
        case Kind::paused:
            return "paused";
        case Kind::resumed:
            return "resumed";
        case Kind::stopped:
            return "stopped";
        case Kind::failed:
            return "failed";
    }
    return "?";
}

void print_track(int index, const TrackStatus& track) {
    qWarning(
        "  track %d hears \"%s\": delivered %lld, taken %lld, lost %lld frames, %lld driver overflows; %lld samples captured, "
        "%lld of silence, %lld heard twice; disk state %d",
        index, track.device.c_str(), static_cast<long long>(track.delivered_frames), static_cast<long long>(track.taken_frames),
        static_cast<long long>(track.lost_frames), static_cast<long long>(track.driver_overflows),
        static_cast<long long>(track.captured_samples), static_cast<long long>(track.silence_samples),
        static_cast<long long>(track.overlap_samples), static_cast<int>(track.disk));
}

}  // namespace

WindowRecording::WindowRecording(const std::filesystem::path& folder) : folder_(folder / "data") {
    qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString((folder / "config").string()));
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString((folder / "share").string()));
    desktop_ = std::make_unique<Desktop>(folder_);
    QObject::connect(&desktop_->recording(), &RecordingController::captured, &desktop_->recording(),
                     [this](const CaptureEvent& event) { events_.push_back(event); });
    QObject::connect(&desktop_->recording(), &RecordingController::failed, &desktop_->recording(),
                     [this](const QString& sentence) { failures_.append(sentence); });
    QObject::connect(&desktop_->archive(), &SessionArchive::failed, &desktop_->recording(),
                     [this](const QString& sentence) { failures_.append(sentence); });
}

WindowRecording::~WindowRecording() = default;

bool WindowRecording::open() {
    desktop_->start();
    desktop_->window().activateWindow();
    return QTest::qWaitForWindowActive(&desktop_->window()) && QTest::qWaitFor(
                                                                   [this] {
                                                                       const auto phase = desktop_->window().live()->state().phase;
                                                                       return phase == RecordingPhase::idle &&
                                                                              desktop_->models().model();
                                                                   },
                                                                   patience_ms);
}

bool WindowRecording::record() {
    QTest::keyClick(&desktop_->window(), Qt::Key_R, Qt::ControlModifier);
    const auto hears_all = [this] {
        const auto tracks = desktop_->recording().tracks();
        return desktop_->recording().phase() == RecordingPhase::recording && !tracks.empty() &&
               std::ranges::all_of(tracks, [](const TrackStatus& track) { return track.delivered_frames > 0; });
    };
    return QTest::qWaitFor(hears_all, patience_ms);
}

bool WindowRecording::hears(const QString& device, int track) {
    const auto heard = [&] {
        const auto tracks = desktop_->recording().tracks();
        return tracks.size() > static_cast<std::size_t>(track) &&
               tracks[static_cast<std::size_t>(track)].device == device.toStdString();
    };
    return QTest::qWaitFor(heard, patience_ms);
}

bool WindowRecording::speak(const Speech& speech, const QString& device) {
    const auto player = VirtualMicrophone::play(speech.file.c_str(), device);
    QSignalSpy played(player.get(), &QProcess::finished);
    if (!QTest::qWaitFor([&] { return played.count() == 1; }, patience_ms) || player->exitCode() != 0) return false;
    if (desktop_->recording().phase() != RecordingPhase::recording) return true;
    const double enough = desktop_->recording().state().elapsedS + recorded_behind_s;
    return QTest::qWaitFor([&] { return desktop_->recording().state().elapsedS >= enough; }, patience_ms);
}

bool WindowRecording::click(const QString& text) {
    for (auto* button : desktop_->window().live()->findChildren<QPushButton*>()) {
        if (button->text() != text || !button->isVisible() || !button->isEnabled()) continue;
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    return false;
}

bool WindowRecording::shows_finally(const Speech& speech) {
    const auto is_final = [&] {
        const auto& lines = desktop_->window().live()->captions()->lines();
        return std::ranges::all_of(lines, [](const CaptionLine& line) { return line.provisional.isEmpty(); }) &&
               word_error_rate(speech.truth, shown_text()) < understood;
    };
    return QTest::qWaitFor(is_final, patience_ms);
}

bool WindowRecording::is_told(const QString& notice) {
    const NoticeArea* area = desktop_->window().live()->notices();
    return QTest::qWaitFor([&] { return area->isVisible() && area->contains(notice); }, patience_ms);
}

bool WindowRecording::stop() {
    QSignalSpy saved(&desktop_->recording(), &RecordingController::saved);
    QTest::keyClick(&desktop_->window(), Qt::Key_R, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return saved.count() == 1; }, patience_ms)) return false;
    desktop_->archive().settle();
    return true;
}

const SessionStore& WindowRecording::store() {
    if (!store_) store_ = std::make_unique<SessionStore>(folder_ / "sessions.db");
    return *store_;
}

std::filesystem::path WindowRecording::sound_file(int track) {
    return store().tracks(session()).at(static_cast<std::size_t>(track)).sound_file;
}

std::string WindowRecording::stored_text(int track, double from_s, double until_s) {
    std::string text;
    for (const StoredSegment& stored : store().segments(session())) {
        const double middle = (stored.segment.start + stored.segment.end) / 2;
        if (stored.track == track && middle >= from_s && middle < until_s) text += stored.segment.text;
    }
    return text;
}

std::vector<CaptureEvent> WindowRecording::events(CaptureEvent::Kind kind) const {
    std::vector<CaptureEvent> found;
    std::ranges::copy_if(events_, std::back_inserter(found), [kind](const CaptureEvent& event) { return event.kind == kind; });
    return found;
}

QStringList WindowRecording::notices() {
    QStringList texts;
    for (const auto* label : desktop_->window().live()->notices()->findChildren<QLabel*>()) {
        if (label->isVisible() && !label->text().isEmpty()) texts.append(label->text());
    }
    return texts;
}

std::string WindowRecording::shown_text(int track) {
    std::string text;
    for (const CaptionLine& line : desktop_->window().live()->captions()->lines()) {
        if (line.track == track && line.kind == CaptionLine::Kind::speech) text += line.text().toStdString() + ' ';
    }
    return text;
}

QStringList WindowRecording::shown_gaps() {
    QStringList texts;
    for (const CaptionLine& line : desktop_->window().live()->captions()->lines()) {
        if (line.kind == CaptionLine::Kind::gap) texts.append(line.text());
    }
    return texts;
}

void WindowRecording::print() {
    if (!desktop_) return;
    qWarning("phase %d, %.3f s recorded", static_cast<int>(desktop_->recording().phase()), desktop_->recording().state().elapsedS);
    int index = 0;
    for (const TrackStatus& track : desktop_->recording().tracks()) print_track(index++, track);
    for (const CaptureEvent& event : events_)
        qWarning("  %s, track %d, at %.3f s for %.3f s: %s (%s)", name_of_event(event.kind), event.track, event.start_s,
                 event.duration_s, event.device.c_str(), event.reason.c_str());
    for (const QString& sentence : failures_) qWarning("  failed: %s", qPrintable(sentence));
    for (const QString& notice : notices()) qWarning("  notice: %s", qPrintable(notice));
    for (const CaptionLine& line : desktop_->window().live()->captions()->lines())
        qWarning("  on screen, track %d, %.2f-%.2f s: %s", line.track, line.start, line.end, qPrintable(line.text()));
    if (session() != 0) print_store();
}

void WindowRecording::print_store() {
    desktop_->archive().settle();
    for (const SessionSummary& row : store().list())
        qWarning("  session %lld, state %d, %.3f s: %s", static_cast<long long>(row.id), static_cast<int>(row.state),
                 row.duration_s, row.error.c_str());
    for (const StoredSegment& stored : store().segments(session()))
        qWarning("  stored, track %d, %.2f-%.2f s:%s", stored.track, stored.segment.start, stored.segment.end,
                 stored.segment.text.c_str());
    for (const SessionMarker& marker : store().markers(session()))
        qWarning("  mark, track %d, at %.3f s for %.3f s: %s", marker.track, marker.start_s, marker.duration_s,
                 marker.reason.c_str());
}

double word_error_rate_of_file(const Speech& speech) {
    const QTemporaryDir folder;
    Desktop desktop(folder.path().toStdString());
    desktop.start();
    QSignalSpy ended(&desktop.queue(), &FileQueueController::queueEnded);
    desktop.openFiles({QString::fromStdString(speech.file.string())});
    if (!QTest::qWaitFor([&] { return ended.count() == 1; }, WindowRecording::patience_ms)) return 0;
    desktop.archive().settle();
    const SessionStore store(folder.filePath("sessions.db").toStdString());
    std::string text;
    for (const StoredSegment& stored : store.segments(store.list().front().id)) text += stored.segment.text;
    const double rate = word_error_rate(speech.truth, text);
    qInfo("the file's word error rate is %.3f:%s", rate, text.c_str());
    return rate;
}

}  // namespace tilescribe::testing
