// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/models/model_catalogue.h"
#include "app/models/model_download.h"
#include "ui/choice.h"
#include "ui/model_entry.h"

#include <QHash>
#include <QObject>

#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace tilescribe {

/// The models page: what is on disk, what can be downloaded (one at a time), what is imported.
class ModelsController final : public QObject {
    Q_OBJECT
public:
    /// `catalogue`: what can be downloaded.
    explicit ModelsController(QObject* parent = nullptr, std::span<const CatalogueModel> catalogue = model_catalogue());
    /// A download under way is left; it goes on where it was when asked for again.
    ~ModelsController() override;

    /// Looks at the model folders again.
    void refresh();
    void setActive(const QString& name);
    /// Empty: the usual address.
    void setMirror(const QString& address) { mirror_ = address; }
    void download(const QString& name);
    void cancel(const QString& name);
    /// Copies a model file, or a folder as Hugging Face has them, to the user's models.
    void import(const std::filesystem::path& path);

Q_SIGNALS:
    void entriesChanged(const std::vector<tilescribe::ModelEntry>& entries);
    void choicesChanged(const tilescribe::Choices& models);
    /// The model can be used from now on.
    void arrived(const QString& name);
    void failed(const QString& sentence);

private:
    struct Download {
        ModelEntry::State state = ModelEntry::State::downloading;
        std::optional<double> progress;
        QString message;
        std::stop_source stop;
    };
    void tell();
    void onProgress(const QString& name, const DownloadProgress& progress);
    void onDownloaded(const QString& name, const QString& problem, bool cancelled);

    std::vector<ModelEntry> found_;
    QHash<QString, Download> downloads_;
    std::span<const CatalogueModel> catalogue_;
    QString active_;
    QString mirror_;
    std::unique_ptr<Background> disk_;
    std::unique_ptr<Background> network_;
};

}  // namespace tilescribe
