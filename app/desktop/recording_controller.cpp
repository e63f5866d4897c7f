// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/recording_controller.h"

#include "app/desktop/model_host.h"
#include "app/desktop/on_gui.h"
#include "app/desktop/recording_folder.h"
#include "app/desktop/recording_tracks.h"
#include "app/desktop/session_archive.h"
#include "app/desktop/sleep_inhibitor.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace tilescribe {
namespace {

constexpr int meter_interval_ms = 50;
constexpr qint64 first_gap_id = -1;  // gaps count downwards from here, so that no segment has their id

qint64 captionId(int track, int segment) {
    return static_cast<qint64>(segment) * 2 + track;
}

/// How much of the recording the event takes up: a pause is not in it.
double recordedLength(const CaptureEvent& event) {
    return event.kind == CaptureEvent::Kind::resumed ? 0 : event.duration_s;
}

}  // namespace

/// A recording being begun on the archive's thread.
struct RecordingController::Plan {
    RecordingRequest request;
    std::string title;
    SessionId id = 0;
    std::shared_ptr<CaptureSession> capture;
};

RecordingController::RecordingController(CaptureSystem& devices, SessionArchive& archive, ModelHost& models, QObject* parent)
    : QObject(parent), devices_(devices), archive_(archive), models_(models), reaper_(std::make_unique<Background>()) {
    meters_.setInterval(meter_interval_ms);
    connect(&meters_, &QTimer::timeout, this, &RecordingController::refresh);
    connect(&models_, &ModelHost::ready, this, &RecordingController::startRecognition);
    connect(&models_, &ModelHost::failed, this, [this] {
        if (state_.phase == RecordingPhase::finishing && !capture_ && !worker_) endWithoutText();
    });
}

RecordingController::~RecordingController() {
    archive_.settle();
    if (capture_) capture_->stop();
    worker_.reset();
    reaper_.reset();
    archive_.settle();
}

bool RecordingController::isBusy() const {
    return state_.phase != RecordingPhase::idle && state_.phase != RecordingPhase::unavailable;
}

void RecordingController::start(const RecordingRequest& request) {
    if (isBusy()) return;
    state_ = {};
    stopWanted_ = false;
    recognitionEnded_ = false;
    textComplete_ = false;
    language_ = request.language;
    setPhase(RecordingPhase::starting);
    sleep_ = std::make_unique<SleepInhibitor>(tr("A meeting is being recorded"));
    auto plan = std::make_shared<Plan>();
    plan->request = request;
    plan->title = tr("Recording of %1").arg(QLocale().toString(QDateTime::currentDateTime(), QLocale::ShortFormat)).toStdString();
    const LoadedModel& model = models_.loaded();
    NewSession row{.kind = SessionKind::live,
                   .title = plan->title,
                   .source = {},
                   .model = model.name.toStdString(),
                   .backend = model.backend.toStdString(),
                   .settings = settingsOf(request)};
    archive_.run([this, plan, row](SessionStore& store) mutable {
        try {
            const std::filesystem::path folder = makeRecordingFolder(plan->request.folder, QDateTime::currentDateTime());
            const std::vector<CaptureTrackRequest> tracks = tracksFor(plan->request, devices_.devices(), folder);
            row.source = folder.string();
            plan->id = store.create(row);
            for (std::size_t i = 0; i < tracks.size(); ++i)
                store.add_track(plan->id, {.index = static_cast<int>(i),
                                           .name = trackName(static_cast<int>(i), tracks.size()).toStdString(),
                                           .sound_file = tracks[i].file.string()});
            plan->capture = std::make_shared<CaptureSession>(devices_, CaptureSessionOptions{.tracks = tracks},
                                                             [this, id = plan->id](const CaptureEvent& event) {
                                                                 storeEvent(id, event);
                                                                 onThreadOf(this, [this, event] { onCaptureEvent(event); });
                                                             });
        } catch (const std::exception& error) {
            if (plan->id != 0) store.remove(plan->id);
            onThreadOf(this, [this, sentence = QString::fromUtf8(error.what())] {
                end();
                Q_EMIT failed(sentence);
            });
            return;
        }
        onThreadOf(this, [this, plan] { begin(plan); });
    });
}

void RecordingController::begin(const std::shared_ptr<Plan>& plan) {
    session_ = plan->id;
    capture_ = plan->capture;
    recordings_.clear();
    for (int track = 0; track < capture_->track_count(); ++track) recordings_.push_back(capture_->recording(track));
    lags_.assign(recordings_.size(), 0);
    gaps_ = 0;
    setPhase(RecordingPhase::recording);
    meters_.start();
    Q_EMIT started();
    startRecognition();
    if (stopWanted_) stop();
}

void RecordingController::startRecognition() {
    const bool recording = capture_ != nullptr || state_.phase == RecordingPhase::finishing;
    if (worker_ || recognitionEnded_ || recordings_.empty() || !recording || !models_.model()) return;
    std::vector<LiveTrack> tracks;
    for (const auto& recorded : recordings_) tracks.push_back({.recording = recorded});
    LiveOptions options;
    options.transcribe.decoding.language = language_.isEmpty() ? "auto" : language_.toStdString();
    worker_ = std::make_shared<LiveWorker>(models_.model(), std::move(tracks), options, workerEvents());
}

LiveWorkerEvents RecordingController::workerEvents() {
    const SessionId id = session_;
    LiveWorkerEvents events;
    events.caption = [this](int track, const LiveCaption& caption) {
        onThreadOf(this, [this, track, caption] { onCaption(track, caption); });
    };
    events.segment = [this, id](int track, const TranscriptSegment& segment) {
        archive_.write([id, track, segment](SessionStore& store) {
            store.put_segment(id, track, segment);
            store.set_duration(id, segment.end);
        });
        onThreadOf(this, [this, track, segment] { onSegment(track, segment); });
    };
    events.language = [this, id](const std::string& code, double) {
        archive_.write([id, code](SessionStore& store) { store.set_language(id, code); });
        onThreadOf(this, [this, code] { Q_EMIT languageDetected(QString::fromStdString(code)); });
    };
    events.first_words = [this](double seconds) { onThreadOf(this, [this, seconds] { state_.firstWordS = seconds; }); };
    events.progress = [this](int track, const LiveProgress& progress) {
        onThreadOf(this, [this, track, progress] { onProgress(track, progress); });
    };
    events.failed = [this](const std::string& sentence) {
        onThreadOf(this, [this, sentence] {
            Q_EMIT failed(tr("Recognition has ended, the recording goes on: %1").arg(QString::fromStdString(sentence)));
            recognitionEnded_ = true;
            if (!capture_) end();
        });
    };
    events.finished = [this] { onThreadOf(this, [this] { onRecognised(); }); };
    return events;
}

void RecordingController::pause() {
    if (capture_ && state_.phase == RecordingPhase::recording) capture_->pause();
}

void RecordingController::resume() {
    if (capture_ && state_.phase == RecordingPhase::paused) capture_->resume();
}

void RecordingController::stop() {
    stopWanted_ = true;  // also where the recording is still being begun
    if (!capture_ || state_.phase == RecordingPhase::finishing) return;
    setPhase(RecordingPhase::finishing);
    capture_->request_stop();
}

void RecordingController::chooseDevice(const QString& id) {
    if (!capture_) return;
    capture_->choose_device(0, microphoneChoice(id, devices_.devices()));
}

void RecordingController::storeEvent(SessionId id, const CaptureEvent& event) {
    const QString text = timelineText(event);
    if (text.isEmpty()) return;
    archive_.write([id, event, reason = text.toStdString()](SessionStore& store) {
        store.add_marker(id,
                         {.track = event.track, .start_s = event.start_s, .duration_s = recordedLength(event), .reason = reason});
    });
}

void RecordingController::note(const QString& sentence) {
    if (session_ == 0 || !isBusy()) return;
    const double at = std::max(0.0, state_.elapsedS - state_.lagS.value_or(0));
    archive_.write([id = session_, at, reason = sentence.toStdString()](SessionStore& store) {
        store.add_marker(id, {.track = 0, .start_s = at, .duration_s = 0, .reason = reason});
    });
    Q_EMIT captionChanged(
        {.id = first_gap_id - gaps_++, .kind = CaptionLine::Kind::gap, .start = at, .end = at, .confirmed = sentence});
}

void RecordingController::onCaptureEvent(const CaptureEvent& event) {
    using Kind = CaptureEvent::Kind;
    showGap(event);
    Q_EMIT captured(event, speaker(event.track));
    switch (event.kind) {
        case Kind::paused:
            if (state_.phase == RecordingPhase::recording) setPhase(RecordingPhase::paused);
            break;
        case Kind::resumed:
            if (state_.phase == RecordingPhase::paused) setPhase(RecordingPhase::recording);
            break;
        case Kind::failed:
            Q_EMIT failed(QString::fromStdString(event.reason));
            onStopped();
            break;
        case Kind::stopped:
            onStopped();
            break;
        default:
            break;
    }
}

void RecordingController::showGap(const CaptureEvent& event) {
    const QString text = timelineText(event);
    if (text.isEmpty()) return;
    Q_EMIT captionChanged({.id = first_gap_id - gaps_++,
                           .kind = CaptionLine::Kind::gap,
                           .start = event.start_s,
                           .end = event.start_s + recordedLength(event),
                           .track = event.track,
                           .confirmed = text});
}

void RecordingController::onCaption(int track, const LiveCaption& caption) {
    const qint64 id = captionId(track, caption.id);
    if (caption.confirmed.empty() && caption.provisional.empty()) {
        Q_EMIT captionRemoved(id);
        return;
    }
    Q_EMIT captionChanged({.id = id,
                           .start = caption.start,
                           .end = caption.end,
                           .track = track,
                           .speaker = speaker(track),
                           .confirmed = QString::fromStdString(caption.confirmed).trimmed(),
                           .provisional = QString::fromStdString(caption.provisional).trimmed()});
}

void RecordingController::onSegment(int track, const TranscriptSegment& segment) {
    CaptionLine line = captionOf(segment, track, speaker(track));
    line.id = captionId(track, segment.id);
    Q_EMIT captionChanged(line);
}

void RecordingController::onProgress(int track, const LiveProgress& progress) {
    lags_.at(static_cast<std::size_t>(track)) = progress.lag_s;
    state_.lagS = *std::ranges::max_element(lags_);
    if (track != 0) return;
    Q_EMIT windowChanged({.filledS = static_cast<double>(progress.peaks.size()) / 10, .peaks = progress.peaks});
}

void RecordingController::onStopped() {
    if (!capture_) return;
    refresh();
    lastTracks_ = tracks();
    const double length = state_.elapsedS;
    archive_.write([id = session_, length](SessionStore& store) {
        store.set_duration(id, length);
        store.set_state(id, SessionState::transcribing);
    });
    meters_.stop();
    Q_EMIT levelsChanged({});
    reaper_->run([capture = std::exchange(capture_, nullptr)]() mutable { capture.reset(); });
    if (state_.phase != RecordingPhase::finishing) setPhase(RecordingPhase::finishing);
    if (textComplete_) {
        complete();
    } else if (recognitionEnded_) {
        end();
    } else if (!worker_ && !models_.isLoading()) {
        endWithoutText();
    }
}

void RecordingController::endWithoutText() {
    Q_EMIT failed(tr("There is no model: the sound is saved, and its text can be made at the next start."));
    end();
}

void RecordingController::onRecognised() {
    recognitionEnded_ = true;
    textComplete_ = true;
    if (!capture_) complete();  // else `stopped` is still on its way
}

void RecordingController::complete() {
    archive_.write([this, id = session_, length = state_.elapsedS](SessionStore& store) {
        if (length > 0) store.set_duration(id, length);  // the last segment's end is shorter
        store.set_state(id, SessionState::done);
        onThreadOf(this, [this, id] { Q_EMIT saved(id); });
    });
    end();
}

void RecordingController::end() {
    meters_.stop();
    if (worker_) reaper_->run([worker = std::exchange(worker_, nullptr)]() mutable { worker.reset(); });
    if (sleep_) reaper_->run([sleep = std::shared_ptr<SleepInhibitor>(std::move(sleep_))]() mutable { sleep.reset(); });
    Q_EMIT windowChanged({});
    state_.lagS.reset();
    recordings_.clear();
    setPhase(RecordingPhase::idle);
    Q_EMIT ended();
}

void RecordingController::setPhase(RecordingPhase phase) {
    state_.phase = phase;
    Q_EMIT stateChanged(state_);
}

void RecordingController::refresh() {
    if (!capture_) return;
    const auto& recording = *recordings_.front();
    const auto length = static_cast<double>(recording.length());
    state_.elapsedS = length / whisper_sample_rate;
    state_.savedAgoS = (length - static_cast<double>(recording.durable_length())) / whisper_sample_rate;
    qint64 dropped = 0;
    for (const TrackStatus& track : tracks()) dropped += track.lost_frames + track.driver_overflows;
    state_.droppedFrames = dropped;
    Q_EMIT levelsChanged(levels());
    Q_EMIT stateChanged(state_);
}

std::vector<TrackStatus> RecordingController::tracks() const {
    if (!capture_) return lastTracks_;
    std::vector<TrackStatus> result;
    for (int track = 0; track < capture_->track_count(); ++track) result.push_back(capture_->status(track));
    return result;
}

std::vector<TrackLevel> RecordingController::levels() const {
    std::vector<TrackLevel> result;
    int index = 0;
    const std::vector<TrackStatus> all = tracks();
    for (const TrackStatus& track : all)
        result.push_back({.name = meterName(index++, all.size()), .peak = track.peak, .rms = track.rms});
    return result;
}

QString RecordingController::speaker(int track) const {
    return recordings_.size() > 1 ? trackName(track, recordings_.size()) : QString();
}

}  // namespace tilescribe
