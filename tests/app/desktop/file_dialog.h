// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace tilescribe::testing {

/// Types `path` into the next file dialog of the program (Qt's own: set AA_DontUseNativeDialogs) and confirms it, as soon as it is
/// there, also that it replaces a file; an empty path cancels it.
class FileDialogAnswer {
public:
    explicit FileDialogAnswer(const QString& path) {
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this, path] {
            if (auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
                question->button(QMessageBox::Yes)->click();  // yes, replace it
                return;
            }
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr || given_) return;
            given_ = true;
            if (path.isEmpty()) {
                dialog->reject();
                return;
            }
            dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(path);
            QMetaObject::invokeMethod(dialog, "accept", Qt::QueuedConnection);  // it may ask: then this timer must go on
        });
        timer_.start(10);
    }
    /// Whether there was a dialog.
    [[nodiscard]] bool isGiven() const { return given_; }

private:
    QTimer timer_;
    bool given_ = false;
};

}  // namespace tilescribe::testing
