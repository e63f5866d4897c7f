// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/recovery_controller.h"

#include "app/desktop/cut_off_session.h"
#include "app/desktop/model_host.h"
#include "app/desktop/on_gui.h"
#include "app/desktop/session_archive.h"
#include "engine/audio/audio_format.h"

#include <algorithm>
#include <utility>

namespace tilescribe {
namespace {

RecoveryItem itemOf(const SessionSummary& session, const std::vector<CutOffTrack>& tracks) {
    RecoveryItem item{.id = session.id,
                      .title = QString::fromStdString(session.title),
                      .date = QDateTime::fromMSecsSinceEpoch(session.created_ms)};
    for (const CutOffTrack& track : tracks) {
        item.soundS = std::max(item.soundS, static_cast<double>(track.samples) / whisper_sample_rate);
        item.transcribedS = std::max(item.transcribedS, track.done_s);
    }
    return item;
}

}  // namespace

RecoveryController::RecoveryController(SessionArchive& archive, ModelHost& models, QObject* parent)
    : QObject(parent), archive_(archive), models_(models), worker_(std::make_unique<Background>()) {
    connect(&models_, &ModelHost::ready, this, [this] {
        for (const qint64 session : std::exchange(waiting_, {})) start(session);
    });
}

RecoveryController::~RecoveryController() {
    stop_.request_stop();
    archive_.settle();
    worker_.reset();
    archive_.settle();
}

void RecoveryController::look() {
    archive_.run([this](SessionStore& store) {
        std::vector<RecoveryItem> items;
        for (const SessionSummary& session : store.interrupted()) {
            if (session.kind != SessionKind::live) continue;
            const RecoveryItem item = itemOf(session, repair_tracks(store, session.id));
            store.set_duration(session.id, std::max(item.soundS, session.duration_s));
            if (item.soundS > 0)
                items.push_back(item);
            else  // nothing was heard before the end, or the sound was deleted: there is nothing to complete
                store.set_state(session.id, SessionState::done);
        }
        onThreadOf(this, [this, items] {
            items_ = items;
            Q_EMIT found(items_);
        });
    });
}

void RecoveryController::recover(qint64 session) {
    forget(session);
    ++working_;
    if (models_.model())
        start(session);
    else
        waiting_.push_back(session);
}

void RecoveryController::later(qint64 session) {
    forget(session);
}

void RecoveryController::forget(qint64 session) {
    std::erase_if(items_, [session](const RecoveryItem& item) { return item.id == session; });
    Q_EMIT found(items_);
}

void RecoveryController::start(qint64 session) {
    archive_.run([this, session, model = models_.model(), stop = stop_.get_token()](SessionStore& store) {
        const auto summary = store.find(session);
        if (!summary) return;
        worker_->run([this, session, model, stop, tracks = repair_tracks(store, session), language = summary->language] {
            CompletionEvents events;
            events.segment = [this, session](int track, const TranscriptSegment& segment) {
                archive_.write([session, track, segment](SessionStore& inner) { inner.put_segment(session, track, segment); });
            };
            events.progress = [this, session](double fraction) {
                onThreadOf(this, [this, session, fraction] { Q_EMIT progress(session, fraction); });
            };
            QString problem;
            bool complete = false;
            try {
                complete = complete_text(tracks, language, *model, events, stop);
            } catch (const std::exception& error) {
                problem = QString::fromUtf8(error.what());
            }
            if (!complete && problem.isEmpty()) return;  // the program ends
            archive_.write([this, session, problem](SessionStore& inner) {
                inner.set_state(session, problem.isEmpty() ? SessionState::done : SessionState::failed, problem.toStdString());
                onThreadOf(this, [this, session, problem] {
                    --working_;
                    if (!problem.isEmpty()) Q_EMIT failed(problem);
                    Q_EMIT recovered(session);
                });
            });
        });
    });
}

}  // namespace tilescribe
