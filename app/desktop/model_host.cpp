// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/model_host.h"

#include "app/desktop/backend_choices.h"
#include "app/desktop/npu_words.h"
#include "app/desktop/on_gui.h"
#include "app/program_paths.h"
#include "engine/model_io/checkpoint.h"
#include "engine/model_io/model_locator.h"
#include "kernels/backend_registry.h"

#include <mutex>
#include <utility>

namespace tilescribe {
namespace {

/// The model and what watches it, with one lifetime.
struct WatchedModel {
    explicit WatchedModel(std::unique_ptr<WhisperModel> loaded) {
        loaded->set_timing_sink(&trace);
        model = std::make_unique<SharedModel>(std::move(loaded));
    }
    OpTrace trace;
    std::unique_ptr<SharedModel> model;
};

QString reasonFor(const std::string& backend, const BackendRegistry& registry) {
    if (isEmulatedBackend(backend)) return emulationSentence();
    QString reason;
    for (const BackendEntry& entry : registry.entries()) {
        if (entry.name == backend) return reason + QString::fromStdString(entry.reason);
        if (!entry.is_available) reason += QString::fromStdString(entry.name + ": " + entry.reason + " ");
    }
    return reason;
}

std::shared_ptr<KernelBackend> backendFor(const ModelWish& wish, const ModelHost::Tell& tell) {
    const BackendRegistry registry = BackendRegistry::with_built_in_backends();
    // "npu-emulated:npu4": the registry takes the name apart.
    return registry.create(wish.backend.toStdString(), {.threads = wish.threads, .variant = {}, .notice = tell});
}

}  // namespace

struct ModelHost::Result {
    LoadedModel loaded;
    std::shared_ptr<WatchedModel> watched;
    std::shared_ptr<BackendNotices> takeOvers = std::make_shared<BackendNotices>();
    QString problem;
};

/// Where backends leave their sentences for the host, as long as there is one.
struct ModelHost::Mailbox {
    std::mutex mutex;
    ModelHost* host = nullptr;
};

namespace {

std::shared_ptr<WatchedModel> loadNow(const ModelWish& wish, const std::shared_ptr<KernelBackend>& backend, LoadedModel& loaded) {
    const ModelSearchPath search = ModelSearchPath::from_environment(resource_folder() / "models");
    const std::filesystem::path path = locate_model(wish.model.toStdString(), search);
    const std::shared_ptr<const WhisperCheckpoint> checkpoint = read_checkpoint(path);
    auto watched = std::make_shared<WatchedModel>(std::make_unique<WhisperModel>(*checkpoint, backend));
    loaded.name = QString::fromStdString(checkpoint->name);
    loaded.backend = QString::fromStdString(backend->description().name);
    const QString device = QString::fromStdString(backend->description().device);
    loaded.hasTakenOver = device != std::exchange(loaded.device, device);  // while its weights were packed
    loaded.isEmulated = isEmulatedBackend(backend->description().name);
    loaded.reason = reasonFor(backend->description().name, BackendRegistry::with_built_in_backends());
    loaded.isMultilingual = checkpoint->config.is_multilingual();
    std::error_code error;
    loaded.isBuiltIn = std::filesystem::equivalent(path.parent_path(), search.resources, error);
    return watched;
}

}  // namespace

ModelHost::ModelHost(QObject* parent)
    : QObject(parent), mailbox_(std::make_shared<Mailbox>()), factory_(backendFor), thread_(std::make_unique<Background>()) {
    mailbox_->host = this;
}

ModelHost::~ModelHost() {
    {
        const std::scoped_lock lock(mailbox_->mutex);
        mailbox_->host = nullptr;
    }
    thread_.reset();
}

void ModelHost::load(const ModelWish& wish) {
    if (wish == wish_) return;
    wish_ = wish;
    ++loading_;
    Q_EMIT loading(wish.model);
    thread_->run([this, wish, factory = factory_] {
        Result result;
        try {
            const std::shared_ptr<KernelBackend> backend = factory(wish, [this](const std::string& sentence) {
                onThreadOf(this, [this, text = backendNotice(sentence)] { Q_EMIT noticed(text, false); });
            });
            result.loaded.device = QString::fromStdString(backend->description().device);
            // On the thread that runs the model, where the description may be read.
            backend->set_notice_receiver([mailbox = mailbox_, takeOvers = result.takeOvers, backend = backend.get(),
                                          device = result.loaded.device](const std::string& sentence) {
                const QString now = QString::fromStdString(backend->description().device);
                const bool tookOver = now != device;
                const QString text = tookOver ? takeOverSentence(sentence) : backendNotice(sentence);
                if (tookOver) takeOvers->add(text.toStdString());
                const std::scoped_lock lock(mailbox->mutex);
                if (mailbox->host == nullptr) return;
                onThreadOf(mailbox->host, [host = mailbox->host, takeOvers, now, text, tookOver] {
                    host->hear(takeOvers.get(), text, now, tookOver);
                });
            });
            result.watched = loadNow(wish, backend, result.loaded);
        } catch (const std::bad_alloc&) {
            result.problem = tr("There is not enough memory for the model %1.").arg(wish.model);
        } catch (const std::exception& error) {
            result.problem = QString::fromUtf8(error.what());
        }
        onThreadOf(this, [this, result = std::move(result)] { take(result); });
    });
}

void ModelHost::take(const Result& result) {
    --loading_;
    if (!result.problem.isEmpty()) {
        wish_ = {};  // so that the same wish is tried again
        Q_EMIT failed(result.problem);
        return;
    }
    const auto old = std::exchange(model_, std::shared_ptr<SharedModel>(result.watched, result.watched->model.get()));
    trace_ = std::shared_ptr<const OpTrace>(result.watched, &result.watched->trace);
    takeOvers_ = result.takeOvers;
    loaded_ = result.loaded;
    Q_EMIT ready();
    thread_->run([old] {});  // unmapping a large model takes a moment: not here
}

void ModelHost::hear(const BackendNotices* from, const QString& sentence, const QString& device, bool tookOver) {
    if (from == takeOvers_.get()) {
        loaded_.device = device;
        loaded_.hasTakenOver = tookOver;
    }
    Q_EMIT noticed(sentence, tookOver);
}

}  // namespace tilescribe
