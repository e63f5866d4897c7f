// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/files_view.h"
#include "ui/icons.h"
#include "ui/library_view.h"
#include "ui/live_view.h"
#include "ui/models_page.h"
#include "ui/new_child.h"
#include "ui/notice_area.h"
#include "ui/performance_view.h"
#include "ui/recovery_banner.h"
#include "ui/settings_page.h"
#include "ui/style_sheet.h"
#include "ui/theme.h"
#include "ui/transcript_page.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDataStream>
#include <QHBoxLayout>
#include <QMimeData>
#include <QShortcut>
#include <QStackedWidget>

#include <utility>

namespace tilescribe {
namespace {

constexpr quint32 layoutMagic = 0x54534c31;  // "TSL1"

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
    registerResources();
    setAcceptDrops(true);
    setWindowIcon(applicationIcon());
    auto* central = newChild<QWidget>(this);
    central->setObjectName(QStringLiteral("central"));
    auto* row = newChild<QHBoxLayout>(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    sidebar_ = newChild<Sidebar>(central);
    row->addWidget(sidebar_);
    auto* column = newChild<QVBoxLayout>();
    column->setSpacing(0);
    banners_ = newChild<QVBoxLayout>();
    banners_->setContentsMargins(spacing::large, 0, spacing::large, 0);
    banners_->setSpacing(spacing::small);
    notices_ = newChild<NoticeArea>(central);
    recovery_ = newChild<RecoveryBanner>(central);
    for (QWidget* banner : std::initializer_list<QWidget*>{notices_, recovery_}) {
        banners_->addWidget(banner);
        banner->installEventFilter(this);
    }
    column->addLayout(banners_);
    stack_ = newChild<QStackedWidget>(central);
    column->addWidget(stack_, 1);
    row->addLayout(column, 1);
    setCentralWidget(central);
    makePages();
    makeShortcuts();
    setMinimumSize(820, 520);
    resize(1280, 800);
    setTitleStatus({});
    refreshLook();
    showView(View::live);
}

void MainWindow::makePages() {
    live_ = newChild<LiveView>(stack_);
    files_ = newChild<FilesView>(stack_);
    library_ = newChild<LibraryView>(stack_);
    performance_ = newChild<PerformanceView>(stack_);
    settings_ = newChild<SettingsPage>(stack_);
    transcript_ = newChild<TranscriptPage>(stack_);
    models_ = newChild<ModelsPage>(stack_);
    for (QWidget* page : std::initializer_list<QWidget*>{live_, files_, library_, performance_, settings_, transcript_, models_}) {
        stack_->addWidget(page);
    }
    connect(sidebar_, &Sidebar::viewRequested, this, &MainWindow::showView);
    connect(transcript_, &TranscriptPage::backRequested, this, [this] { showView(View::library); });
    connect(models_, &ModelsPage::backRequested, this, [this] { showView(View::settings); });
    connect(settings_, &SettingsPage::modelsRequested, this, &MainWindow::showModels);
}

void MainWindow::makeShortcuts() {
    const auto bind = [this](const QKeySequence& keys, const std::function<void()>& act) {
        connect(newChild<QShortcut>(keys, this), &QShortcut::activated, this, act);
    };
    bind(Qt::CTRL | Qt::Key_1, [this] { showView(View::live); });
    bind(Qt::CTRL | Qt::Key_2, [this] { showView(View::files); });
    bind(Qt::CTRL | Qt::Key_3, [this] { showView(View::library); });
    bind(Qt::CTRL | Qt::Key_4, [this] { showView(View::performance); });
    bind(Qt::CTRL | Qt::Key_Comma, [this] { showView(View::settings); });
    bind(Qt::CTRL | Qt::Key_R, [this] {
        showView(View::live);
        live_->toggleRecording();
    });
    bind(QKeySequence::Find, [this] {
        showView(View::library);
        library_->focusSearch();
    });
    bind(QKeySequence::Quit, [this] { close(); });
}

void MainWindow::showView(View view) {
    QWidget* const pages[] = {live_, files_, library_, performance_, settings_};
    showPage(view, pages[static_cast<int>(view)]);
}

void MainWindow::showTranscript() {
    showPage(View::library, transcript_);
}

void MainWindow::showModels() {
    showPage(View::settings, models_);
}

void MainWindow::showPage(View view, QWidget* page) {
    const bool focusInside = page->isAncestorOf(QApplication::focusWidget());
    stack_->setCurrentWidget(page);
    if (!focusInside) page->setFocus(Qt::OtherFocusReason);
    sidebar_->setCurrent(view);
    if (view_ == view) return;
    view_ = view;
    Q_EMIT viewChanged(view);
}

void MainWindow::setBackendStatus(const BackendStatus& status) {
    sidebar_->setStatus(status);
    performance_->setBackend(status);
}

void MainWindow::setTitleStatus(const QString& status) {
    const QString name = QStringLiteral("Tilescribe");
    setWindowTitle(status.isEmpty() ? name : QStringLiteral("%1 – %2").arg(status, name));
}

void MainWindow::setCloseGuard(std::function<bool()> guard) {
    closeGuard_ = std::move(guard);
}

QByteArray MainWindow::saveLayout() const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << layoutMagic << saveGeometry() << static_cast<qint32>(view_) << live_->isPanelWanted();
    return bytes;
}

bool MainWindow::restoreLayout(const QByteArray& state) {
    QDataStream in(state);
    quint32 magic = 0;
    QByteArray place;
    qint32 view = 0;
    bool panel = true;
    in >> magic;
    if (magic != layoutMagic) return false;
    in >> place >> view >> panel;
    if (in.status() != QDataStream::Ok || view < 0 || view > static_cast<qint32>(View::settings)) return false;
    restoreGeometry(place);
    live_->setPanelWanted(panel);
    showView(static_cast<View>(view));
    return true;
}

void MainWindow::refreshLook() {
    const QString sheet = styleSheetOf(themeColors(), QApplication::font());
    if (sheet == look_) return;  // setting a style sheet sends a palette change of its own
    look_ = sheet;
    setStyleSheet(sheet);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::ApplicationPaletteChange || type == QEvent::FontChange ||
        type == QEvent::ApplicationFontChange) {
        if (models_ != nullptr) refreshLook();
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        // An empty layout keeps its margins.
        const bool some = !notices_->isHidden() || !recovery_->isHidden();
        banners_->setContentsMargins(spacing::large, some ? 16 : 0, spacing::large, 0);
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (closeGuard_ && !closeGuard_()) {
        event->ignore();
        return;
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    event->acceptProposedAction();
    files_->setDropHot(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    files_->setDropHot(false);
}

void MainWindow::dropEvent(QDropEvent* event) {
    files_->setDropHot(false);
    if (!event->mimeData()->hasUrls()) return;
    event->acceptProposedAction();
    showView(View::files);
    Q_EMIT filesDropped(event->mimeData()->urls());
}

}  // namespace tilescribe
