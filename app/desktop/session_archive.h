// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/store/session_store.h"

#include <QObject>

#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>

namespace tilescribe {

/// The session store on its own thread: everything that is read or written goes through here, in the order it was asked for.
class SessionArchive final : public QObject {
    Q_OBJECT
public:
    using Job = std::function<void(SessionStore&)>;

    /// `folder` holds the database and the recordings; it is created when needed.
    explicit SessionArchive(std::filesystem::path folder, QObject* parent = nullptr);
    ~SessionArchive() override;

    /// Any thread. The job runs on the archive's thread; what it throws is told by failed().
    void run(Job job);
    /// The same for what must not be lost: where the disk does not take it, it waits and is tried again every second, before
    /// what is written after it.
    void write(Job job);
    /// For other background threads: waits until the session is there. Throws StoreError, or std::future_error where the store
    /// cannot be opened.
    [[nodiscard]] SessionId create(const NewSession& session);
    /// Waits until what was given so far is done; what a full disk still refuses then is given up. Who gives jobs that mention
    /// themselves calls it before going.
    void settle();
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

Q_SIGNALS:
    /// A sentence for the user: the disk is full, the database is damaged.
    void failed(const QString& sentence);
    /// What had to wait has been written.
    void caughtUp();

private:
    SessionStore& openStore();
    void carryOut(const Job& job);
    void writeWaiting();
    void tell(const std::exception& error);

    const std::filesystem::path folder_;
    std::unique_ptr<SessionStore> store_;  ///< the archive's thread alone, as what follows
    std::deque<Job> waiting_;
    bool blocked_ = false;  ///< the first of them has been refused
    std::unique_ptr<Background> thread_;
};

}  // namespace tilescribe
