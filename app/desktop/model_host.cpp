// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/model_host.h"

#include "app/desktop/on_gui.h"
#include "app/program_paths.h"
#include "engine/model_io/checkpoint.h"
#include "engine/model_io/model_locator.h"
#include "kernels/backend_registry.h"

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
    QString reason;
    for (const BackendEntry& entry : registry.entries()) {
        if (entry.name == backend) return reason + QString::fromStdString(entry.reason);
        if (!entry.is_available) reason += QString::fromStdString(entry.name + ": " + entry.reason + " ");
    }
    return reason;
}

}  // namespace

struct ModelHost::Result {
    LoadedModel loaded;
    std::shared_ptr<WatchedModel> watched;
    QString problem;
};

namespace {

std::shared_ptr<WatchedModel> loadNow(const ModelWish& wish, LoadedModel& loaded) {
    const ModelSearchPath search = ModelSearchPath::from_environment(resource_folder() / "models");
    const std::filesystem::path path = locate_model(wish.model.toStdString(), search);
    const BackendRegistry registry = BackendRegistry::with_built_in_backends();
    const std::shared_ptr<KernelBackend> backend =
        registry.create(wish.backend.toStdString(), {.threads = wish.threads, .variant = {}});
    const std::shared_ptr<const WhisperCheckpoint> checkpoint = read_checkpoint(path);
    auto watched = std::make_shared<WatchedModel>(std::make_unique<WhisperModel>(*checkpoint, backend));
    loaded.name = QString::fromStdString(checkpoint->name);
    loaded.backend = QString::fromStdString(backend->description().name);
    loaded.device = QString::fromStdString(backend->description().device);
    loaded.reason = reasonFor(backend->description().name, registry);
    loaded.isMultilingual = checkpoint->config.is_multilingual();
    std::error_code error;
    loaded.isBuiltIn = std::filesystem::equivalent(path.parent_path(), search.resources, error);
    return watched;
}

}  // namespace

ModelHost::ModelHost(QObject* parent) : QObject(parent), thread_(std::make_unique<Background>()) {}

ModelHost::~ModelHost() {
    thread_.reset();
}

void ModelHost::load(const ModelWish& wish) {
    if (wish == wish_) return;
    wish_ = wish;
    ++loading_;
    Q_EMIT loading(wish.model);
    thread_->run([this, wish] {
        Result result;
        try {
            result.watched = loadNow(wish, result.loaded);
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
    loaded_ = result.loaded;
    Q_EMIT ready();
    thread_->run([old] {});  // unmapping a large model takes a moment: not here
}

}  // namespace tilescribe
