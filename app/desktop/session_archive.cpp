// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session_archive.h"

#include "app/desktop/on_gui.h"

#include <exception>
#include <future>
#include <utility>

namespace tilescribe {

SessionArchive::SessionArchive(std::filesystem::path folder, QObject* parent)
    : QObject(parent), folder_(std::move(folder)), thread_(std::make_unique<Background>()) {}

SessionArchive::~SessionArchive() {
    thread_.reset();  // writes what is still to be written, before the store goes
}

void SessionArchive::run(std::function<void(SessionStore&)> job) {
    thread_->run([this, job = std::move(job)] { carryOut(job); });
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
    thread_->run([&done] { done.set_value(); });
    done.get_future().wait();
}

void SessionArchive::carryOut(const std::function<void(SessionStore&)>& job) {
    try {
        if (!store_) {
            std::filesystem::create_directories(folder_);
            store_ = std::make_unique<SessionStore>(folder_ / "sessions.db");
        }
        job(*store_);
    } catch (const std::exception& error) {
        onThreadOf(this, [this, sentence = QString::fromUtf8(error.what())] { Q_EMIT failed(sentence); });
    }
}

}  // namespace tilescribe
