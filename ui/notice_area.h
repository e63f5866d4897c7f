// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/notice.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace tilescribe {

/// Banners, one under the other; hidden when there are none.
class NoticeArea final : public QWidget {
    Q_OBJECT
public:
    explicit NoticeArea(QWidget* parent = nullptr);

    /// Shows a notice, or replaces the one with the same id.
    void post(const Notice& notice);
    void remove(const QString& id);
    void clear();
    [[nodiscard]] int count() const { return static_cast<int>(banners_.size()); }
    [[nodiscard]] bool contains(const QString& id) const { return banners_.contains(id); }

Q_SIGNALS:
    void actionRequested(const QString& id);
    void dismissed(const QString& id);

private:
    [[nodiscard]] QWidget* makeBanner(const Notice& notice);

    QVBoxLayout* layout_;
    QHash<QString, QWidget*> banners_;
};

}  // namespace tilescribe
