// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/file_queue_controller.h"

#include "app/desktop/media_files.h"
#include "app/desktop/model_host.h"
#include "app/desktop/on_gui.h"
#include "app/desktop/session_archive.h"
#include "kernels/mel_filterbank.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

namespace tilescribe {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool isFinished(QueueItem::State state) {
    return state == QueueItem::State::done || state == QueueItem::State::failed || state == QueueItem::State::cancelled;
}

double secondsOf(std::int64_t frames) {
    return static_cast<double>(frames * mel_hop_length) / whisper_sample_rate;
}

struct CutOffFile {
    SessionSummary session;
    std::int64_t first_frame = 0;  ///< where to go on, and with which segment
    int first_id = 0;
};

/// Of the last window that there is text of, some may be missing: it is made again.
CutOffFile cutOffFile(SessionStore& store, const SessionSummary& session) {
    CutOffFile file{session};
    const std::vector<StoredSegment> segments = store.segments(session.id);
    for (const StoredSegment& stored : segments) file.first_frame = std::max(file.first_frame, stored.segment.seek);
    for (const StoredSegment& stored : segments)
        if (stored.segment.seek < file.first_frame) file.first_id = std::max(file.first_id, stored.segment.id + 1);
    store.forget_segments(session.id, file.first_id);
    return file;
}

}  // namespace

/// One file's transcription: given to the worker's thread, handed back when it has ended.
struct FileQueueController::Run {
    qint64 id = 0;
    FileJob job;
    NewSession row;
    SessionId session = 0;
    int segments = 0;
    std::shared_ptr<const BackendNotices> takeOvers;
    std::size_t takeOversKnown = 0;
    FileJobResult result;
    QString problem;
    std::stop_token stop;
    Clock::time_point begin = Clock::now();

    /// Made with the first sign of life, so that what is no recording leaves no session.
    SessionId ensureSession(SessionArchive& archive) {
        if (session == 0) {
            session = archive.create(row);
            archive.run([id = session](SessionStore& store) { store.set_state(id, SessionState::transcribing); });
        }
        return session;
    }

    /// Writes down that the CPU has taken over, and where.
    void keepTakeOvers(SessionArchive& archive, double at_s) {
        for (const std::string& sentence : takeOvers->after(takeOversKnown)) {
            ++takeOversKnown;
            takeOverText += (takeOverText.empty() ? "" : " ") + sentence;
            archive.write([id = ensureSession(archive), at_s, sentence](SessionStore& store) {
                store.add_marker(id, {.track = 0, .start_s = at_s, .duration_s = 0, .reason = sentence});
            });
        }
    }
    std::string takeOverText;
};

FileQueueController::FileQueueController(SessionArchive& archive, ModelHost& models, QObject* parent)
    : QObject(parent),
      archive_(archive),
      models_(models),
      disk_(std::make_unique<Background>()),
      worker_(std::make_unique<Background>()) {
    connect(&models_, &ModelHost::ready, this, &FileQueueController::advance);
}

FileQueueController::~FileQueueController() {
    ending_.request_stop();
    stop_.request_stop();
    gate_.close(false);
    worker_.reset();
    disk_.reset();
    archive_.settle();
}

void FileQueueController::add(std::vector<std::filesystem::path> paths) {
    disk_->run([this, paths = std::move(paths)] {
        onThreadOf(this, [this, files = expand_media(paths)] {
            for (const std::filesystem::path& file : files) append(file);
            saveQueue();
            advance();
        });
    });
}

void FileQueueController::restore() {
    archive_.run([this](SessionStore& store) {
        std::vector<CutOffFile> cutOff;
        for (const SessionSummary& session : store.interrupted())
            if (session.kind == SessionKind::file) cutOff.push_back(cutOffFile(store, session));
        std::vector<std::string> waiting = store.saved_queue();
        for (const CutOffFile& one : cutOff) std::erase(waiting, one.session.source);
        onThreadOf(this, [this, cutOff, waiting] {
            for (const CutOffFile& one : cutOff) append(one.session.source, one.session.id, one.first_frame, one.first_id);
            for (const std::string& path : waiting) append(path);
            advance();
        });
    });
}

void FileQueueController::append(const std::filesystem::path& path, SessionId session, std::int64_t firstFrame, int firstId) {
    Entry entry;
    entry.item.id = nextId_++;
    entry.item.name = QString::fromStdString(path.filename().string());
    entry.item.path = QString::fromStdString(path.string());
    entry.session = session;
    entry.first_frame = firstFrame;
    entry.first_id = firstId;
    entry.kept = firstId > 0;
    entries_.push_back(entry);
    tell(entry);
}

FileQueueController::Entry* FileQueueController::find(qint64 id) {
    const auto found = std::ranges::find(entries_, id, [](const Entry& entry) { return entry.item.id; });
    return found != entries_.end() ? &*found : nullptr;
}

SessionId FileQueueController::sessionOf(qint64 id) const {
    const auto found = std::ranges::find(entries_, id, [](const Entry& entry) { return entry.item.id; });
    return found != entries_.end() ? found->session : 0;
}

void FileQueueController::advance() {
    if (running_ != 0 || paused_ || !models_.model()) return;
    const auto next = std::ranges::find(entries_, QueueItem::State::waiting, [](const Entry& entry) { return entry.item.state; });
    if (next != entries_.end()) begin(*next);
}

void FileQueueController::begin(Entry& entry) {
    auto run = std::make_shared<Run>();
    run->id = running_ = entry.item.id;
    run->session = entry.session;
    run->segments = entry.first_id;
    run->job = {.path = entry.item.path.toStdString(),
                .language = language_.isEmpty() ? "auto" : language_.toStdString(),
                .model = models_.model(),
                .first_frame = entry.first_frame,
                .first_id = entry.first_id};
    run->takeOvers = models_.takeOvers();
    run->takeOversKnown = run->takeOvers->count();
    run->row = {.kind = SessionKind::file,
                .title = entry.item.name.toStdString(),
                .source = entry.item.path.toStdString(),
                .model = models_.loaded().name.toStdString(),
                .backend = models_.loaded().backend.toStdString(),
                .settings = {}};
    stop_ = std::stop_source();
    run->stop = stop_.get_token();
    entry.item.state = QueueItem::State::scanning;
    entry.item.message.clear();
    tell(entry);
    worker_->run([this, run] { work(run); });
}

void FileQueueController::work(const std::shared_ptr<Run>& run) {
    FileJobEvents events;
    events.progress = [&](const TranscribeProgress& progress) {
        run->ensureSession(archive_);
        run->keepTakeOvers(archive_, progress.processed_s);
        onThreadOf(this, [this, id = run->id, progress, elapsed = secondsSince(run->begin)] { onProgress(id, progress, elapsed); });
    };
    events.segment = [&](const TranscriptSegment& segment) {
        ++run->segments;
        archive_.write([id = run->ensureSession(archive_), segment](SessionStore& store) {
            store.put_segment(id, 0, segment);
            store.set_duration(id, segment.end);
        });
    };
    events.language = [&](const std::string& code) {
        archive_.write([id = run->ensureSession(archive_), code](SessionStore& store) { store.set_language(id, code); });
    };
    try {
        run->result = carry_out(run->job, events, gate_, run->stop);
        run->ensureSession(archive_);
        run->keepTakeOvers(archive_, run->result.duration_s);
        if (!run->takeOverText.empty()) run->result.warning += (run->result.warning.empty() ? "" : " ") + run->takeOverText;
    } catch (const std::bad_alloc&) {
        run->problem = tr("There is not enough memory for this file.");
    } catch (const std::exception& error) {
        run->problem = QString::fromUtf8(error.what());
    }
    const bool cancelled = run->stop.stop_requested();
    if (ending_.stop_requested()) return;  // the next start goes on from here
    if (run->session != 0) {
        archive_.write(
            [id = run->session, result = run->result, problem = run->problem.toStdString(), cancelled](SessionStore& store) {
                if (problem.empty()) store.set_duration(id, result.duration_s);
                if (cancelled)
                    store.set_state(id, SessionState::cancelled);
                else if (!problem.empty())
                    store.set_state(id, SessionState::failed, problem);
                else
                    store.set_state(id, SessionState::done, result.warning);
            });
    }
    run->result.cancelled = cancelled;
    onThreadOf(this, [this, run] { onEnded(run); });
}

void FileQueueController::onProgress(qint64 id, const TranscribeProgress& progress, double elapsed_s) {
    Entry* entry = find(id);
    if (entry == nullptr || id != running_) return;
    QueueItem& item = entry->item;
    if (progress.total_s > 0) item.lengthS = progress.total_s;
    if (item.state != QueueItem::State::paused)
        item.state = progress.scanning ? QueueItem::State::scanning : QueueItem::State::running;
    if (!progress.scanning && progress.total_s > 0) {
        item.progress = std::clamp(progress.processed_s / progress.total_s, 0.0, 1.0);
        const double worked = progress.processed_s - secondsOf(entry->first_frame);
        if (worked > 0 && elapsed_s > 0) {
            speed_ = worked / elapsed_s;
            item.speed = speed_;
            item.leftS = (progress.total_s - progress.processed_s) / speed_;
        }
    }
    tell(*entry);
}

void FileQueueController::onEnded(const std::shared_ptr<Run>& run) {
    running_ = 0;
    speed_ = 0;
    Entry* entry = find(run->id);
    if (entry != nullptr) {
        QueueItem& item = entry->item;
        entry->session = run->session;
        entry->kept = run->segments > 0;
        item.leftS.reset();
        if (run->result.cancelled) {
            item.state = QueueItem::State::cancelled;
        } else if (!run->problem.isEmpty()) {
            item.state = QueueItem::State::failed;
            item.message = run->problem;
            item.message.replace(item.path, item.name);  // the row is narrow; its tooltip has the path
        } else {
            item.state = QueueItem::State::done;
            item.progress = 1;
            item.lengthS = run->result.duration_s;
            item.message = QString::fromStdString(run->result.warning);
            if (run->result.worked_s > 0)
                item.speed = (run->result.duration_s - secondsOf(entry->first_frame)) / run->result.worked_s;
        }
        item.hasTranscript = item.state == QueueItem::State::done || (run->session != 0 && entry->kept);
        tell(*entry);
        Q_EMIT fileEnded(item.name, secondsSince(run->begin), item.state == QueueItem::State::done);
    }
    saveQueue();
    Q_EMIT sessionChanged();
    advance();
    const bool left = std::ranges::any_of(entries_, [](const Entry& one) { return !isFinished(one.item.state); });
    if (running_ == 0 && !left) Q_EMIT queueEnded();
}

void FileQueueController::pauseAll() {
    paused_ = true;
    gate_.close(true);
    if (Entry* entry = find(running_)) {
        entry->item.state = QueueItem::State::paused;
        tell(*entry);
    }
    Q_EMIT pausedChanged(true);
}

void FileQueueController::resumeAll() {
    paused_ = false;
    gate_.close(false);
    if (Entry* entry = find(running_)) {
        entry->item.state = QueueItem::State::running;
        tell(*entry);
    }
    Q_EMIT pausedChanged(false);
    advance();
}

void FileQueueController::cancel(qint64 id) {
    if (id == running_) {
        stop_.request_stop();
        return;
    }
    Entry* entry = find(id);
    if (entry == nullptr || isFinished(entry->item.state)) return;
    entry->item.state = QueueItem::State::cancelled;
    entry->item.hasTranscript = entry->kept;
    if (entry->session != 0)
        archive_.run([session = entry->session](SessionStore& store) { store.set_state(session, SessionState::cancelled); });
    tell(*entry);
    saveQueue();
}

void FileQueueController::retry(qint64 id) {
    Entry* entry = find(id);
    if (entry == nullptr || !isFinished(entry->item.state)) return;
    const QueueItem old = entry->item;
    *entry = {};
    entry->item.id = old.id;
    entry->item.name = old.name;
    entry->item.path = old.path;
    tell(*entry);
    saveQueue();
    advance();
}

void FileQueueController::remove(qint64 id) {
    if (id == running_) stop_.request_stop();
    const Entry* entry = find(id);
    if (entry == nullptr) return;
    if (!isFinished(entry->item.state) && id != running_) cancel(id);
    std::erase_if(entries_, [id](const Entry& one) { return one.item.id == id; });
    Q_EMIT itemRemoved(id);
    saveQueue();
}

void FileQueueController::clearFinished() {
    std::vector<qint64> finished;
    for (const Entry& entry : entries_)
        if (isFinished(entry.item.state)) finished.push_back(entry.item.id);
    for (const qint64 id : finished) remove(id);
}

void FileQueueController::move(qint64 id, int row) {
    const auto found = std::ranges::find(entries_, id, [](const Entry& entry) { return entry.item.id; });
    if (found == entries_.end() || row < 0 || row >= static_cast<int>(entries_.size())) return;
    Entry entry = std::move(*found);
    entries_.erase(found);
    entries_.insert(entries_.begin() + row, std::move(entry));
    saveQueue();
}

void FileQueueController::tell(const Entry& entry) {
    Q_EMIT itemChanged(entry.item);
}

void FileQueueController::saveQueue() {
    std::vector<std::string> files;
    for (const Entry& entry : entries_)
        if (!isFinished(entry.item.state)) files.push_back(entry.item.path.toStdString());
    archive_.run([files](SessionStore& store) { store.save_queue(files); });
}

}  // namespace tilescribe
