// SPDX-License-Identifier: GPL-3.0-or-later
// Models and settings.
#include "app/desktop/backend_choices.h"
#include "app/desktop/desktop.h"
#include "app/desktop/engine_words.h"
#include "app/desktop/on_gui.h"
#include "app/desktop/storage_use.h"
#include "engine/whisper/languages.h"
#include "kernels/backend_registry.h"
#include "ui/format_text.h"
#include "ui/live_panel.h"
#include "ui/live_view.h"
#include "ui/models_page.h"
#include "ui/notice_area.h"
#include "ui/performance_view.h"
#include "ui/settings_page.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QUrl>

#include <algorithm>
#include <thread>

namespace tilescribe {
namespace {

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Choices languageChoices(const QString& detect) {
    Choices choices;
    for (const std::string_view code : whisper_language_codes())
        choices.push_back({textOf(code), engineWord(whisper_language_name(code)), {}});
    std::ranges::sort(choices, [](const Choice& a, const Choice& b) { return a.label.localeAwareCompare(b.label) < 0; });
    choices.insert(choices.begin(), {QString(), detect, {}});
    return choices;
}

}  // namespace

void Desktop::wireModels() {
    ModelsPage* page = window_.models();
    connect(&modelsPage_, &ModelsController::entriesChanged, page, &ModelsPage::setEntries);
    connect(&modelsPage_, &ModelsController::choicesChanged, this, [this](const Choices& choices) {
        modelChoices_ = choices;
        showChoices();
    });
    connect(&modelsPage_, &ModelsController::failed, this, [this](const QString& sentence) {
        window_.models()->notices()->post({.id = QStringLiteral("import"), .level = Notice::Level::error, .text = sentence});
    });
    connect(page, &ModelsPage::useRequested, this, [this](const QString& name) {
        SettingsValues values = values_;
        values.model = name;
        applySettings(values);
    });
    connect(page, &ModelsPage::downloadRequested, &modelsPage_, &ModelsController::download);
    connect(page, &ModelsPage::cancelRequested, &modelsPage_, &ModelsController::cancel);
    connect(page, &ModelsPage::mirrorChanged, this, [this](const QString& address) {
        store_.saveMirror(address);
        modelsPage_.setMirror(address);
    });
    connect(page, &ModelsPage::importFileRequested, this, [this] {
        const QString path = QFileDialog::getOpenFileName(&window_, tr("Import a model"), {}, tr("Whisper models (*.bin)"));
        if (!path.isEmpty()) modelsPage_.import(path.toStdString());
    });
    connect(page, &ModelsPage::importFolderRequested, this, [this] {
        const QString path = QFileDialog::getExistingDirectory(&window_, tr("Import a model folder"));
        if (!path.isEmpty()) modelsPage_.import(path.toStdString());
    });
    page->setMirror(store_.mirror());

    connect(&models_, &ModelHost::loading, this, [this] {
        window_.notices()->remove(QStringLiteral("npu"));
        showBackend();
    });
    connect(&models_, &ModelHost::noticed, this, [this](const QString& sentence, bool tookOver) {
        notice(QStringLiteral("npu"), Notice::Level::warning, sentence);
        if (tookOver) recording_.note(sentence);
        showBackend();
    });
    connect(&models_, &ModelHost::ready, this, [this] {
        modelProblem_.clear();
        window_.notices()->remove(QStringLiteral("model"));
        showBackend();
    });
    connect(&models_, &ModelHost::failed, this, [this](const QString& sentence) {
        modelProblem_ = sentence;
        notice(QStringLiteral("model"), Notice::Level::error, sentence);
        showBackend();
    });
}

void Desktop::wireSettings() {
    languageChoices_ = languageChoices(tr("Detect"));
    SettingsPage* page = window_.settings();
    connect(page, &SettingsPage::changed, this, &Desktop::applySettings);
    connect(page, &SettingsPage::chooseFolderRequested, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(&window_, tr("Where recordings are kept"), values_.storageFolder);
        if (folder.isEmpty()) return;
        SettingsValues values = values_;
        values.storageFolder = folder;
        applySettings(values);
    });
    connect(page, &SettingsPage::openFolderRequested, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(values_.storageFolder)); });
    connect(page, &SettingsPage::modelsRequested, &window_, &MainWindow::showModels);
    connect(&window_, &MainWindow::viewChanged, this, [this](View view) {
        if (view == View::settings) showStorage();
    });
}

void Desktop::applySettings(const SettingsValues& values) {
    const SettingsValues old = std::exchange(values_, values);
    store_.save(values_);
    if (values.appearance != old.appearance) applyAppearance(values.appearance);
    if (values.interfaceLanguage != old.interfaceLanguage)
        notice(QStringLiteral("language"), Notice::Level::info, tr("The language changes at the next start."));
    if (values.storageFolder != old.storageFolder) showStorage();
    queue_.setLanguage(values_.language);
    loadModel();
    showDevices();
}

void Desktop::showStorage() {
    background_->run([this, folder = std::filesystem::path(values_.storageFolder.toStdString())] {
        onThreadOf(this, [this, use = storageUse(folder)] {
            const QString room = use.freeBytes ? tr("%1 are free on this disk.").arg(format::bytes(use.freeBytes)) : QString();
            const QString taken =
                use.recordings == 0 ? tr("No recordings yet.") : tr("The recordings take %1.").arg(format::bytes(use.bytes));
            window_.settings()->setStorageNote(room.isEmpty() ? taken : taken + QLatin1Char(' ') + room);
        });
    });
}

void Desktop::loadModel() {
    queue_.setLanguage(values_.language);
    models_.load({.model = values_.model, .backend = values_.backend, .threads = values_.threads});
    modelsPage_.setActive(values_.model);
}

void Desktop::showChoices() {
    const AudioDeviceList devices = devices_.devices();
    SettingsChoices choices;
    choices.microphones.push_back({QString(), tr("System default"), {}});
    for (const AudioDevice& device : devices.devices)
        choices.microphones.push_back({QString::fromStdString(device.id), QString::fromStdString(device.name), {}});
    choices.models = modelChoices_;
    choices.languages = languageChoices_;
    choices.backends = backendChoices(BackendRegistry::with_built_in_backends(), tr("The fastest that works"));
    choices.interfaceLanguages = {{QString(), tr("As the desktop"), {}},
                                  {QStringLiteral("en"), QStringLiteral("English"), {}},
                                  {QStringLiteral("de"), QStringLiteral("Deutsch"), {}}};
    choices.maximumThreads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    choices.monitorsAvailable = !devices.default_monitor_id.empty();
    if (!choices.monitorsAvailable) choices.monitorsReason = tr("This needs PulseAudio or PipeWire; neither answers here.");
    window_.settings()->setChoices(choices);
    window_.settings()->setValues(values_);
    window_.live()->setLanguages(languageChoices_, values_.language);
    window_.live()->setModels(modelChoices_, values_.model);
}

void Desktop::showBackend() {
    const LoadedModel& loaded = models_.loaded();
    BackendStatus status;
    status.health = models_.isLoading()        ? BackendStatus::Health::loading
                    : !modelProblem_.isEmpty() ? BackendStatus::Health::failed
                    : loaded.hasTakenOver      ? BackendStatus::Health::degraded
                                               : BackendStatus::Health::ready;
    const bool isNpu = loaded.backend.startsWith(QLatin1String("npu")) && !loaded.hasTakenOver;
    status.device = !isNpu ? QStringLiteral("CPU") : loaded.isEmulated ? tr("Emulated NPU") : QStringLiteral("NPU");
    status.detail = loaded.device;
    status.reason = modelProblem_;
    if (status.reason.isEmpty() && loaded.hasTakenOver) status.reason = tr("The NPU was given up.");
    if (status.reason.isEmpty() && loaded.isEmulated) status.reason = tr("Its times are simulated; it is slower than the CPU.");
    if (status.reason.isEmpty()) status.reason = performance_.npu().present ? loaded.reason : noNpuSentence();
    status.model = loaded.name.isEmpty() ? models_.wish().model : loaded.name;
    status.language = values_.language;
    window_.setBackendStatus(status);
    window_.performance()->setBackend(status);
    const bool hasNpu = performance_.npu().present || loaded.isEmulated;
    window_.live()->panel()->setNpuUnavailable(hasNpu ? QString() : noNpuSentence());
}

}  // namespace tilescribe
