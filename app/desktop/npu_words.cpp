// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/npu_words.h"

#include "app/desktop/engine_words.h"

#include <QCoreApplication>

#include <system_error>

namespace tilescribe {
namespace {

using npu::NpuState;

QString words(const char* english) {
    return QCoreApplication::translate("NpuWords", english);
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// "RyzenAI-npu1, firmware 1.5.5.391"
QString nameWithFirmware(const npu::NpuPresence& npu) {
    if (npu.firmware.empty()) return QString::fromStdString(npu.name);
    return words(QT_TRANSLATE_NOOP("NpuWords", "%1, firmware %2"))
        .arg(QString::fromStdString(npu.name), QString::fromStdString(npu.firmware));
}

/// False: `text` does not end so, and stays as it is.
bool cutEnd(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end)) return false;
    text.remove_suffix(end.size());
    return true;
}

QString withoutPermission(const npu::NpuPresence& npu) {
    std::error_code error;
    const bool isThere = std::filesystem::exists(npu.node, error);
    const char* const sentence =
        isThere ? QT_TRANSLATE_NOOP("NpuWords",
                                    "%1 is there, but this user may not open %2: join the group render (sudo usermod -aG render "
                                    "$USER) and log in again.")
                : QT_TRANSLATE_NOOP("NpuWords", "%1 is there, but %2 is not: a container must be given that device.");
    return words(sentence).arg(nameWithFirmware(npu), QString::fromStdString(npu.node.string()));
}

}  // namespace

QString npuSentence(const npu::NpuPresence& npu) {
    const QString name = QString::fromStdString(npu.name);
    switch (npu.state) {
        case NpuState::absent:
            break;
        case NpuState::unknown:
            return words(QT_TRANSLATE_NOOP("NpuWords", "There is an AMD accelerator (%1), but not one that this version knows."))
                .arg(QString::fromStdString(npu.pci_identity));
        case NpuState::no_driver:
            return words(QT_TRANSLATE_NOOP("NpuWords",
                                           "%1 is there, but its driver is not loaded: use Linux 6.14 or later (sudo modprobe "
                                           "amdxdna) or AMD's xdna-driver."))
                .arg(name);
        case NpuState::no_firmware:
            return words(QT_TRANSLATE_NOOP(
                             "NpuWords",
                             "%1 is there, but its firmware (%2) is missing: install a current linux-firmware and restart."))
                .arg(name, QString::fromStdString(npu.firmware_folder.string()));
        case NpuState::driver_failed:
            return words(QT_TRANSLATE_NOOP("NpuWords",
                                           "%1 is there, but the driver did not start it: \"sudo dmesg | grep amdxdna\" says why "
                                           "(often the IOMMU is off, or the firmware too old)."))
                .arg(name);
        case NpuState::no_permission:
            return withoutPermission(npu);
        case NpuState::ready:
            return words(QT_TRANSLATE_NOOP("NpuWords", "%1, is ready.")).arg(nameWithFirmware(npu));
    }
    return engineWord(npu.reason);
}

QString takeOverSentence(std::string_view engine) {
    cutEnd(engine, " The CPU takes over.");
    return words(QT_TRANSLATE_NOOP("NpuWords", "The NPU was given up, and the CPU goes on; no text is lost. %1"))
        .arg(textOf(engine));
}

QString backendNotice(std::string_view engine) {
    if (cutEnd(engine, " Its context was rebuilt and the window is repeated."))
        return words(QT_TRANSLATE_NOOP("NpuWords", "The NPU failed once: the window is repeated, and no text is lost. %1"))
            .arg(textOf(engine));
    if (cutEnd(engine, " Its context was rebuilt and it is tried again."))
        return words(QT_TRANSLATE_NOOP("NpuWords", "The NPU failed once: it is tried again. %1")).arg(textOf(engine));
    if (cutEnd(engine, " Taken instead: cpu."))
        return words(QT_TRANSLATE_NOOP("NpuWords", "The NPU could not be used, and the CPU was taken. %1")).arg(textOf(engine));
    return textOf(engine);
}

}  // namespace tilescribe
