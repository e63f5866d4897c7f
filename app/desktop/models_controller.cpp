// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models_controller.h"

#include "app/desktop/engine_words.h"
#include "app/desktop/on_gui.h"
#include "app/models/model_catalogue.h"
#include "app/program_paths.h"
#include "engine/model_io/checkpoint.h"
#include "engine/model_io/model_locator.h"
#include "ui/format_text.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tilescribe {
namespace {

constexpr std::chrono::milliseconds progress_interval{200};

ModelSearchPath searchPath() {
    return ModelSearchPath::from_environment(resource_folder() / "models");
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

ModelEntry entryOf(const FoundModel& found) {
    const QString name = QString::fromStdString(found.name);
    const QString file = QString::fromStdString(found.path.stem().string());
    ModelEntry entry{.name = name,
                     .title = found.is_built_in ? ModelsController::tr("Built-in (%1)").arg(file) : name,
                     .origin = found.is_built_in ? ModelEntry::Origin::builtIn : ModelEntry::Origin::found};
    try {
        const CheckpointSummary summary = summarise_checkpoint(found.path);
        entry.bytes = static_cast<qint64>(summary.bytes);
        const QString languages = summary.config.is_multilingual()
                                      ? ModelsController::tr("%n languages", nullptr, summary.config.n_languages())
                                      : ModelsController::tr("English");
        entry.detail = QStringLiteral("%1 · %2 · %3")
                           .arg(languages, QString::fromStdString(summary.format), QString::fromStdString(found.path.string()));
    } catch (const std::exception& error) {
        entry.state = ModelEntry::State::failed;
        entry.message = QString::fromUtf8(error.what());
    }
    return entry;
}

ModelEntry entryOf(const CatalogueModel& model) {
    return {.name = textOf(model.name),
            .title = textOf(model.name),
            .detail = engineWord(model.note),
            .origin = ModelEntry::Origin::downloadable,
            .state = ModelEntry::State::absent,
            .bytes = static_cast<qint64>(model.mebibytes) << 20};
}

/// Only what a model consists of, and as the user's own: not the rights of where it comes from, which may be read-only.
void copyModel(const std::filesystem::path& path, const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    [[maybe_unused]] const CheckpointSummary readable = summarise_checkpoint(path);
    const fs::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
    const fs::path target = folder / name;
    const fs::path part = folder / (name.string() + ".part");
    fs::create_directories(folder);
    fs::remove_all(part);
    const auto copy = [](const fs::path& from, const fs::path& to) {
        fs::copy_file(from, to);
        fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add);
    };
    if (fs::is_directory(path)) {
        fs::create_directory(part);
        for (const fs::directory_entry& entry : fs::directory_iterator(path))
            if (entry.is_regular_file()) copy(entry.path(), part / entry.path().filename());
        fs::remove_all(target);  // unlike a file, a folder cannot be replaced
    } else {
        copy(path, part);
    }
    fs::rename(part, target);
}

}  // namespace

ModelsController::ModelsController(QObject* parent, std::span<const CatalogueModel> catalogue)
    : QObject(parent), catalogue_(catalogue), disk_(std::make_unique<Background>()), network_(std::make_unique<Background>()) {}

ModelsController::~ModelsController() {
    for (Download& download : downloads_) download.stop.request_stop();
    network_.reset();
    disk_.reset();
}

void ModelsController::refresh() {
    disk_->run([this] {
        std::vector<ModelEntry> found;
        for (const FoundModel& model : find_models(searchPath())) found.push_back(entryOf(model));
        onThreadOf(this, [this, found = std::move(found)] {
            found_ = found;
            tell();
        });
    });
}

void ModelsController::setActive(const QString& name) {
    active_ = name;
    tell();
}

void ModelsController::tell() {
    std::vector<ModelEntry> entries = found_;
    Choices choices;
    for (const ModelEntry& entry : found_)
        if (entry.state == ModelEntry::State::ready) choices.push_back({entry.name, entry.title, entry.detail});
    for (const CatalogueModel& model : catalogue_) {
        const ModelEntry entry = entryOf(model);
        if (std::ranges::find(found_, entry.name, &ModelEntry::name) == found_.end()) entries.push_back(entry);
    }
    for (ModelEntry& entry : entries) {
        entry.active = entry.name == active_;
        const auto download = downloads_.constFind(entry.name);
        if (download == downloads_.constEnd()) continue;
        entry.state = download->state;
        entry.progress = download->progress;
        entry.message = download->message;
    }
    Q_EMIT entriesChanged(entries);
    Q_EMIT choicesChanged(choices);
}

void ModelsController::download(const QString& name) {
    const auto model = std::ranges::find(catalogue_, name.toStdString(), &CatalogueModel::name);
    if (model == catalogue_.end()) return;
    if (const auto old = downloads_.constFind(name); old != downloads_.constEnd() && old->state != ModelEntry::State::failed)
        return;
    Download download;
    DownloadRequest request;
    QString mirror = mirror_.trimmed();
    while (mirror.endsWith(QLatin1Char('/'))) mirror.chop(1);
    request.url = (mirror.isEmpty() ? std::string(default_model_mirror) : mirror.toStdString()) + "/" + model->file_name();
    request.sha1 = std::string(model->sha1);
    const std::string file = model->file_name();
    const std::stop_token stop = download.stop.get_token();
    downloads_.insert(name, download);
    tell();
    network_->run([this, name, request, file, stop]() mutable {
        QString problem;
        bool whole = false;
        std::chrono::steady_clock::time_point told{};
        try {
            const std::filesystem::path folder = searchPath().models_folder();
            std::filesystem::create_directories(folder);
            request.target = folder / file;
            whole = tilescribe::download(
                request,
                [&](const DownloadProgress& progress) {
                    const auto now = std::chrono::steady_clock::now();
                    if (now - told < progress_interval) return;
                    told = now;
                    onThreadOf(this, [this, name, progress] { onProgress(name, progress); });
                },
                stop);
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
        onThreadOf(this, [this, name, problem, whole] { onDownloaded(name, problem, !whole); });
    });
}

void ModelsController::onProgress(const QString& name, const DownloadProgress& progress) {
    const auto download = downloads_.find(name);
    if (download == downloads_.end()) return;
    download->state = progress.checking ? ModelEntry::State::verifying : ModelEntry::State::downloading;
    download->progress.reset();
    if (progress.total > 0) download->progress = static_cast<double>(progress.received) / static_cast<double>(progress.total);
    download->message = format::bytes(progress.received);
    tell();
}

void ModelsController::onDownloaded(const QString& name, const QString& problem, bool cancelled) {
    if (!problem.isEmpty()) {
        Download& download = downloads_[name];
        download.state = ModelEntry::State::failed;
        download.message = problem;
        tell();
        return;
    }
    downloads_.remove(name);
    if (!cancelled) Q_EMIT arrived(name);
    refresh();
}

void ModelsController::cancel(const QString& name) {
    if (const auto download = downloads_.find(name); download != downloads_.end()) download->stop.request_stop();
}

void ModelsController::import(const std::filesystem::path& path) {
    disk_->run([this, path] {
        try {
            copyModel(path, searchPath().models_folder());
        } catch (const std::exception& error) {
            onThreadOf(this, [this, sentence = QString::fromUtf8(error.what())] { Q_EMIT failed(sentence); });
        }
        onThreadOf(this, [this] { refresh(); });
    });
}

}  // namespace tilescribe
