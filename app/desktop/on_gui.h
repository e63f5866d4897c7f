// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMetaObject>
#include <QObject>

#include <utility>

namespace tilescribe {

/// Calls `use` on the receiver's thread, later; not at all where the receiver is gone by then. The receiver must outlive this call
/// itself: it owns the thread that makes it.
template <typename Use>
void onThreadOf(QObject* receiver, Use use) {
    QMetaObject::invokeMethod(receiver, std::move(use), Qt::QueuedConnection);
}

}  // namespace tilescribe
