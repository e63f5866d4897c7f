// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/model_entry.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace tilescribe {

class ModelCard;
class NoticeArea;

/// The models: built in, found on disk, to be downloaded or imported.
class ModelsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ModelsPage(QWidget* parent = nullptr);

    /// Cards keep their place as long as the names stay the same.
    void setEntries(const std::vector<ModelEntry>& entries);
    [[nodiscard]] const std::vector<ModelCard*>& cards() const { return cards_; }
    [[nodiscard]] NoticeArea* notices() const { return notices_; }
    void setMirror(const QString& address);

Q_SIGNALS:
    void backRequested();
    void useRequested(const QString& name);
    void downloadRequested(const QString& name);
    void cancelRequested(const QString& name);
    void importFileRequested();
    void importFolderRequested();
    /// The address downloads start with; empty: the usual one.
    void mirrorChanged(const QString& address);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader(QWidget* page);
    [[nodiscard]] QWidget* makeBuiltInNotice(QWidget* page);
    [[nodiscard]] QWidget* makeMirror(QWidget* page);
    [[nodiscard]] ModelCard* makeModelCard();

    std::vector<ModelCard*> cards_;
    NoticeArea* notices_ = nullptr;
    QVBoxLayout* list_ = nullptr;
    QLineEdit* mirror_ = nullptr;
};

}  // namespace tilescribe
