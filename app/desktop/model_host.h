// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/backend_notices.h"
#include "app/desktop/background.h"
#include "app/desktop/op_trace.h"
#include "engine/pipeline/shared_model.h"
#include "kernels/kernel_backend.h"

#include <QObject>
#include <QString>

#include <functional>
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
    QString backend;            ///< "cpu"
    QString device;             ///< "AVX2 (oneDNN 2.6.3), 2 threads"
    QString reason;             ///< why this backend
    bool isEmulated = false;    ///< its NPU is an emulated one: times are simulated
    bool hasTakenOver = false;  ///< the NPU was given up, the CPU goes on
    bool isMultilingual = false;
    bool isBuiltIn = false;
};

/// Loads models on a thread of its own. The one in use stays until the next one is ready; who works with it keeps it.
class ModelHost final : public QObject {
    Q_OBJECT
public:
    using Tell = std::function<void(const std::string& sentence)>;
    /// Makes the backend that a wish names, on the loading thread; tells where it has to pass one over.
    using BackendFactory = std::function<std::shared_ptr<KernelBackend>(const ModelWish&, const Tell&)>;

    explicit ModelHost(QObject* parent = nullptr);
    ~ModelHost() override;
    /// Instead of the program's own backends, for what is loaded from now on: a test brings one that fails.
    void makeBackendsBy(BackendFactory factory) { factory_ = std::move(factory); }

    /// Loads unless it is what was asked for last.
    void load(const ModelWish& wish);
    /// Null until the first one is loaded.
    [[nodiscard]] std::shared_ptr<SharedModel> model() const { return model_; }
    [[nodiscard]] std::shared_ptr<const OpTrace> trace() const { return trace_; }
    /// The take-overs of the loaded model's backend.
    [[nodiscard]] std::shared_ptr<const BackendNotices> takeOvers() const { return takeOvers_; }
    [[nodiscard]] const LoadedModel& loaded() const { return loaded_; }
    [[nodiscard]] const ModelWish& wish() const { return wish_; }
    [[nodiscard]] bool isLoading() const { return loading_ > 0; }

Q_SIGNALS:
    void loading(const QString& name);
    void ready();
    /// A sentence for the user. An earlier model stays in use.
    void failed(const QString& sentence);
    /// The loaded model's backend had to go on otherwise than it was asked to. `tookOver`: the NPU was given up, and loaded() says
    /// so.
    void noticed(const QString& sentence, bool tookOver);

private:
    struct Result;
    struct Mailbox;
    void take(const Result& result);
    void hear(const BackendNotices* from, const QString& sentence, const QString& device, bool tookOver);

    ModelWish wish_;
    LoadedModel loaded_;
    std::shared_ptr<SharedModel> model_;
    std::shared_ptr<const OpTrace> trace_;
    std::shared_ptr<const BackendNotices> takeOvers_;
    std::shared_ptr<Mailbox> mailbox_;  ///< outlives this where somebody still works with a model
    BackendFactory factory_;
    int loading_ = 0;
    std::unique_ptr<Background> thread_;
};

}  // namespace tilescribe
