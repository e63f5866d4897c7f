// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/sidebar.h"

#include <QMainWindow>
#include <QUrl>

#include <functional>

class QStackedWidget;
class QVBoxLayout;

namespace tilescribe {

class FilesView;
class LibraryView;
class LiveView;
class ModelsPage;
class NoticeArea;
class PerformanceView;
class RecoveryBanner;
class SettingsPage;
class TranscriptPage;

/// The one window: sidebar, the views, and what concerns all of them. Ctrl+1..4 and Ctrl+, switch; Ctrl+R records from anywhere;
/// Ctrl+F searches; files can be dropped on any part.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget* parent = nullptr);

    [[nodiscard]] LiveView* live() const { return live_; }
    [[nodiscard]] FilesView* files() const { return files_; }
    [[nodiscard]] LibraryView* library() const { return library_; }
    [[nodiscard]] TranscriptPage* transcript() const { return transcript_; }
    [[nodiscard]] PerformanceView* performance() const { return performance_; }
    [[nodiscard]] SettingsPage* settings() const { return settings_; }
    [[nodiscard]] ModelsPage* models() const { return models_; }
    [[nodiscard]] Sidebar* sidebar() const { return sidebar_; }
    [[nodiscard]] NoticeArea* notices() const { return notices_; }
    [[nodiscard]] RecoveryBanner* recovery() const { return recovery_; }

    void showView(View view);
    [[nodiscard]] View view() const { return view_; }
    /// Inside Library and Settings.
    void showTranscript();
    void showModels();

    void setBackendStatus(const BackendStatus& status);
    /// In front of the program's name: "63 %", "● 00:14:52"; empty: the name alone.
    void setTitleStatus(const QString& status);

    /// Asked before the window closes; false keeps it open (the app then closes it itself when it has saved).
    void setCloseGuard(std::function<bool()> guard);

    /// Place, size, view and folded panel.
    [[nodiscard]] QByteArray saveLayout() const;
    /// False if the bytes are not such a state.
    bool restoreLayout(const QByteArray& state);

Q_SIGNALS:
    void filesDropped(const QList<QUrl>& urls);
    void viewChanged(tilescribe::View view);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makePages();
    void makeShortcuts();
    void refreshLook();
    void showPage(View view, QWidget* page);

    Sidebar* sidebar_ = nullptr;
    QVBoxLayout* banners_ = nullptr;
    NoticeArea* notices_ = nullptr;
    RecoveryBanner* recovery_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    LiveView* live_ = nullptr;
    FilesView* files_ = nullptr;
    LibraryView* library_ = nullptr;
    TranscriptPage* transcript_ = nullptr;
    PerformanceView* performance_ = nullptr;
    SettingsPage* settings_ = nullptr;
    ModelsPage* models_ = nullptr;
    View view_ = View::live;
    QString look_;
    std::function<bool()> closeGuard_;
};

}  // namespace tilescribe
