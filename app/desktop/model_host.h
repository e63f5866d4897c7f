// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/desktop/op_trace.h"
#include "engine/pipeline/shared_model.h"

#include <QObject>
#include <QString>

#include <memory>

namespace tilescribe {

/// Which model on which backend.
struct ModelWish {
    QString model;  ///< a name or a path, as locate_model takes it
    QString backend = QStringLiteral("auto");
    int threads = 0;
    bool operator==(const ModelWish&) const = default;
};

/// What is loaded, for people and for the store.
struct LoadedModel {
    QString name;
    QString backend;  ///< "cpu"
    QString device;   ///< "AVX2 (oneDNN 2.6.3), 2 threads"
    QString reason;   ///< why this backend
    bool isMultilingual = false;
    bool isBuiltIn = false;
};

/// Loads models on a thread of its own. The one in use stays until the next one is ready; who works with it keeps it.
class ModelHost final : public QObject {
    Q_OBJECT
public:
    explicit ModelHost(QObject* parent = nullptr);
    ~ModelHost() override;

    /// Loads unless it is what was asked for last.
    void load(const ModelWish& wish);
    /// Null until the first one is loaded.
    [[nodiscard]] std::shared_ptr<SharedModel> model() const { return model_; }
    [[nodiscard]] std::shared_ptr<const OpTrace> trace() const { return trace_; }
    [[nodiscard]] const LoadedModel& loaded() const { return loaded_; }
    [[nodiscard]] const ModelWish& wish() const { return wish_; }
    [[nodiscard]] bool isLoading() const { return loading_ > 0; }

Q_SIGNALS:
    void loading(const QString& name);
    void ready();
    /// A sentence for the user. An earlier model stays in use.
    void failed(const QString& sentence);

private:
    struct Result;
    void take(const Result& result);

    ModelWish wish_;
    LoadedModel loaded_;
    std::shared_ptr<SharedModel> model_;
    std::shared_ptr<const OpTrace> trace_;
    int loading_ = 0;
    std::unique_ptr<Background> thread_;
};

}  // namespace tilescribe
