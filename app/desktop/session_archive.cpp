// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session_archive.h"

#include "app/desktop/on_gui.h"

#include <QTimer>

#include <chrono>
#include <future>
#include <utility>

namespace tilescribe {
namespace {

constexpr std::chrono::seconds retry_interval{1};

}  // namespace

SessionArchive::SessionArchive(std::filesystem::path folder, QObject* parent)
    : QObject(parent), folder_(std::move(folder)), thread_(std::make_unique<Background>()) {}

SessionArchive::~SessionArchive() {
    thread_.reset();  // writes what is still to be written, before the store goes
}

void SessionArchive::run(Job job) {
    thread_->run([this, job = std::move(job)] { carryOut(job); });
}

void SessionArchive::write(Job job) {
    thread_->run([this, job = std::move(job)] {
        waiting_.push_back(job);
        writeWaiting();
    });
}

SessionId SessionArchive::create(const NewSession& session) {
    auto promise = std::make_shared<std::promise<SessionId>>();
    std::future<SessionId> id = promise->get_future();
    run([promise = std::move(promise), session](SessionStore& store) {
        try {
            promise->set_value(store.create(session));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    return id.get();
}

void SessionArchive::settle() {
    std::promise<void> done;
    thread_->run([this, &done] {
        writeWaiting();
        waiting_.clear();
        done.set_value();
    });
    done.get_future().wait();
}

SessionStore& SessionArchive::openStore() {
    if (!store_) {
        std::filesystem::create_directories(folder_);
        store_ = std::make_unique<SessionStore>(folder_ / "sessions.db");
    }
    return *store_;
}

void SessionArchive::carryOut(const Job& job) {
    try {
        job(openStore());
    } catch (const std::exception& error) {
        tell(error);
    }
}

void SessionArchive::writeWaiting() {
    while (!waiting_.empty()) {
        try {
            waiting_.front()(openStore());
        } catch (const StoreUnwritable& error) {
            if (!std::exchange(blocked_, true)) tell(error);
            onThreadOf(this,
                       [this] { QTimer::singleShot(retry_interval, this, [this] { thread_->run([this] { writeWaiting(); }); }); });
            return;
        } catch (const std::exception& error) {
            tell(error);
        }
        waiting_.pop_front();
    }
    if (std::exchange(blocked_, false)) onThreadOf(this, [this] { Q_EMIT caughtUp(); });
}

void SessionArchive::tell(const std::exception& error) {
    onThreadOf(this, [this, sentence = QString::fromUtf8(error.what())] { Q_EMIT failed(sentence); });
}

}  // namespace tilescribe
