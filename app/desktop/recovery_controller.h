// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/background.h"
#include "app/store/session_store.h"
#include "ui/recovery_item.h"

#include <QObject>

#include <memory>
#include <stop_token>
#include <vector>

namespace tilescribe {

class ModelHost;
class SessionArchive;

/// Recordings that a crash or a kill cut off: their files are made whole at the start, and their text is completed when asked for.
class RecoveryController final : public QObject {
    Q_OBJECT
public:
    RecoveryController(SessionArchive& archive, ModelHost& models, QObject* parent = nullptr);
    /// What is not done yet is offered again at the next start.
    ~RecoveryController() override;

    /// Repairs what was cut off, then tells found().
    void look();
    void recover(qint64 session);
    void later(qint64 session);
    [[nodiscard]] bool isWorking() const { return working_ > 0; }

Q_SIGNALS:
    void found(const std::vector<tilescribe::RecoveryItem>& items);
    void progress(qint64 session, double fraction);
    void recovered(qint64 session);
    void failed(const QString& sentence);

private:
    void start(qint64 session);
    void forget(qint64 session);

    SessionArchive& archive_;
    ModelHost& models_;
    std::vector<RecoveryItem> items_;
    std::vector<qint64> waiting_;  ///< for a model
    int working_ = 0;
    std::stop_source stop_;
    std::unique_ptr<Background> worker_;
};

}  // namespace tilescribe
