// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/desktop/file_job.h"
#include "ui/queue_item.h"

#include <QObject>

#include <memory>
#include <stop_token>
#include <vector>

namespace tilescribe {

class ModelHost;
class SessionArchive;

/// Works the file queue off, one file at a time, on a thread of its own; what is waiting survives a crash. Rows are told as values.
class FileQueueController final : public QObject {
    Q_OBJECT
public:
    FileQueueController(SessionArchive& archive, ModelHost& models, QObject* parent = nullptr);
    /// Ends the file under way; it goes on at the next start where its text ends.
    ~FileQueueController() override;

    /// Files and folders.
    void add(std::vector<std::filesystem::path> paths);
    /// What an earlier run left: waiting files, and files cut off in the middle.
    void restore();
    /// "auto" or a code, for files that begin from now on.
    void setLanguage(const QString& code) { language_ = code; }

    void pauseAll();
    void resumeAll();
    void cancel(qint64 id);
    void retry(qint64 id);
    void remove(qint64 id);
    void clearFinished();
    /// The user put it there.
    void move(qint64 id, int row);

    [[nodiscard]] bool isPaused() const { return paused_; }
    /// 0: there is none.
    [[nodiscard]] SessionId sessionOf(qint64 id) const;
    [[nodiscard]] bool isWorking() const { return running_ != 0; }
    /// Of the file under way, seconds of sound per second; 0: not known.
    [[nodiscard]] double speed() const { return speed_; }

Q_SIGNALS:
    void itemChanged(const tilescribe::QueueItem& item);
    void itemRemoved(qint64 id);
    void pausedChanged(bool paused);
    /// A session was stored or has changed.
    void sessionChanged();
    /// A file took this long and has ended.
    void fileEnded(const QString& name, double seconds, bool good);
    /// Nothing is left to do.
    void queueEnded();

private:
    struct Entry {
        QueueItem item;
        SessionId session = 0;
        std::int64_t first_frame = 0;  ///< where to begin
        int first_id = 0;
        bool kept = false;  ///< there is text of it
    };
    struct Run;

    void append(const std::filesystem::path& path, SessionId session = 0, std::int64_t firstFrame = 0, int firstId = 0);
    [[nodiscard]] Entry* find(qint64 id);
    void advance();
    void begin(Entry& entry);
    void work(const std::shared_ptr<Run>& run);
    void onProgress(qint64 id, const TranscribeProgress& progress, double elapsed_s);
    void onEnded(const std::shared_ptr<Run>& run);
    void tell(const Entry& entry);
    void saveQueue();

    SessionArchive& archive_;
    ModelHost& models_;
    std::vector<Entry> entries_;
    QString language_ = QStringLiteral("auto");
    qint64 nextId_ = 1;
    qint64 running_ = 0;
    double speed_ = 0;
    bool paused_ = false;
    PauseGate gate_;
    std::stop_source stop_;
    std::stop_source ending_;  ///< the program ends: leave everything as it is
    std::unique_ptr<Background> disk_;
    std::unique_ptr<Background> worker_;
};

}  // namespace tilescribe
