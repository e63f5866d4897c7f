// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/backend_choices.h"

#include "app/desktop/engine_words.h"

#include <QCoreApplication>

namespace tilescribe {
namespace {

constexpr std::string_view emulated = "npu-emulated";

QString words(const char* english) {
    return QCoreApplication::translate("BackendChoices", english);
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Of "npu4-int8" and "int8": in what the linear layers' products are computed.
QString arithmetic(std::string_view variant) {
    if (variant.ends_with("int8")) return QStringLiteral("int8");
    if (variant.ends_with("bfp16")) return QStringLiteral("bfp16");
    return QStringLiteral("bf16");
}

QString nameOf(const BackendEntry& entry) {
    if (entry.name == "cpu") return words(QT_TRANSLATE_NOOP("BackendChoices", "CPU"));
    if (entry.name == "npu") return words(QT_TRANSLATE_NOOP("BackendChoices", "NPU"));
    if (entry.name == "reference") return words(QT_TRANSLATE_NOOP("BackendChoices", "Plain loops, to compare with: very slow"));
    return QString::fromStdString(entry.description);
}

QString detailOf(const BackendEntry& entry) {
    if (entry.name == "npu") return words(QT_TRANSLATE_NOOP("BackendChoices", "The encoder on the NPU, the decoder on the CPU."));
    if (isEmulatedBackend(entry.name)) return emulationSentence();
    return {};
}

/// "Emulated NPU: XDNA 1 (npu1), int8".
QString variantLabel(const BackendEntry& entry, std::string_view variant) {
    if (!isEmulatedBackend(entry.name)) return QStringLiteral("%1, %2").arg(nameOf(entry), arithmetic(variant));
    const bool first = variant.starts_with("npu1");
    const QString array = first ? QStringLiteral("XDNA 1 (npu1)") : QStringLiteral("XDNA 2 (npu4)");
    return words(QT_TRANSLATE_NOOP("BackendChoices", "Emulated NPU: %1, %2")).arg(array, arithmetic(variant));
}

}  // namespace

Choices backendChoices(const BackendRegistry& registry, const QString& automatic) {
    Choices choices{{QStringLiteral("auto"), automatic, {}}};
    for (const BackendEntry& entry : registry.entries()) {
        if (!entry.is_available) continue;
        const QString id = QString::fromStdString(entry.name);
        const bool isNpu = entry.name.starts_with("npu");
        if (!isNpu || entry.variants.empty()) choices.push_back({id, nameOf(entry), detailOf(entry)});
        if (!isNpu) continue;  // the CPU's instruction sets are a matter for developers
        for (const std::string& variant : entry.variants)
            choices.push_back({id + QLatin1Char(':') + textOf(variant), variantLabel(entry, variant), detailOf(entry)});
    }
    return choices;
}

bool isEmulatedBackend(std::string_view name) noexcept {
    return name == emulated || name.starts_with("npu-emulated:");
}

QString emulationSentence() {
    return words(QT_TRANSLATE_NOOP(
        "BackendChoices",
        "AMD's NPU emulated on this processor, to try it out: its times are simulated, and it is slower than the CPU."));
}

QString currentBackendId(const QString& stored) {
    if (stored == QLatin1String("npu-emulated")) return QStringLiteral("npu-emulated:npu1");
    return stored == QLatin1String("npu") ? QStringLiteral("npu:bf16") : stored;
}

}  // namespace tilescribe
