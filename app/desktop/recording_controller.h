// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/desktop/recording_request.h"
#include "app/store/session_store.h"
#include "engine/audio/capture_session.h"
#include "engine/pipeline/live_worker.h"
#include "ui/caption_line.h"
#include "ui/live_state.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace tilescribe {

class ModelHost;
class SessionArchive;
class SleepInhibitor;

/// Record, Pause, Stop. Sound goes to disk first, recognition follows behind it, and every final segment is stored as it comes.
/// Where there is no model yet the recording begins without one. After Stop the tail is recognised (phase finishing).
class RecordingController final : public QObject {
    Q_OBJECT
public:
    RecordingController(CaptureSystem& devices, SessionArchive& archive, ModelHost& models, QObject* parent = nullptr);
    ~RecordingController() override;

    void start(const RecordingRequest& request);
    void pause();
    void resume();
    void stop();
    void chooseDevice(const QString& id);
    /// Puts a sentence into the timeline of the recording under way, on screen and in its session, where its text has got to.
    void note(const QString& sentence);

    [[nodiscard]] RecordingPhase phase() const { return state_.phase; }
    [[nodiscard]] const LiveState& state() const { return state_; }
    /// Something would be lost or left undone if the program ended now.
    [[nodiscard]] bool isBusy() const;
    /// The session on screen; 0: none yet.
    [[nodiscard]] SessionId session() const { return session_; }
    /// The tracks as they are now, or at the end of the last recording.
    [[nodiscard]] std::vector<TrackStatus> tracks() const;

Q_SIGNALS:
    void stateChanged(const tilescribe::LiveState& state);
    void levelsChanged(const std::vector<tilescribe::TrackLevel>& levels);
    void windowChanged(const tilescribe::WindowProgress& progress);
    /// A new session: what was on screen goes.
    void started();
    void captionChanged(const tilescribe::CaptionLine& line);
    void captionRemoved(qint64 id);
    void languageDetected(const QString& code);
    void captured(const tilescribe::CaptureEvent& event, const QString& track);
    /// A sentence for the user.
    void failed(const QString& sentence);
    void saved(qint64 session);
    /// Nothing is being recorded or recognised any more.
    void ended();

private:
    struct Plan;
    void begin(const std::shared_ptr<Plan>& plan);
    void startRecognition();
    [[nodiscard]] LiveWorkerEvents workerEvents();
    void onCaptureEvent(const CaptureEvent& event);
    void storeEvent(SessionId id, const CaptureEvent& event);
    void showGap(const CaptureEvent& event);
    void onSegment(int track, const TranscriptSegment& segment);
    void onCaption(int track, const LiveCaption& caption);
    void onProgress(int track, const LiveProgress& progress);
    void onStopped();
    void onRecognised();
    void complete();
    void endWithoutText();
    void end();
    void setPhase(RecordingPhase phase);
    void refresh();
    [[nodiscard]] QString speaker(int track) const;
    [[nodiscard]] std::vector<TrackLevel> levels() const;

    CaptureSystem& devices_;
    SessionArchive& archive_;
    ModelHost& models_;
    LiveState state_;
    SessionId session_ = 0;
    QString language_;
    std::shared_ptr<CaptureSession> capture_;
    std::shared_ptr<LiveWorker> worker_;
    std::vector<std::shared_ptr<const WavRecorder>> recordings_;
    std::vector<TrackStatus> lastTracks_;
    std::vector<double> lags_;
    std::unique_ptr<SleepInhibitor> sleep_;
    QTimer meters_;
    qint64 gaps_ = 0;
    bool stopWanted_ = false;
    bool recognitionEnded_ = false;
    bool textComplete_ = false;
    std::unique_ptr<Background> reaper_;  ///< where threads are waited for that end
};

}  // namespace tilescribe
