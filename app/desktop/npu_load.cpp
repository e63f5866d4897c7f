// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/npu_load.h"

#include <QCoreApplication>

#include <charconv>
#include <fstream>

namespace tilescribe {
namespace {

namespace fs = std::filesystem;

std::string line_of(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::optional<std::uint64_t> busy_of(const fs::path& info) {
    std::ifstream file(info);
    bool ours = false;
    std::optional<std::uint64_t> busy;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("drm-driver:")) ours = line.find("amdxdna") != std::string::npos;
        if (!line.starts_with("drm-engine-")) continue;
        const std::size_t digit = line.find_first_of("0123456789", line.find(':'));
        if (digit == std::string::npos) continue;
        std::uint64_t figure = 0;
        const char* end = line.data() + line.size();
        if (std::from_chars(line.data() + digit, end, figure).ec == std::errc()) busy = busy.value_or(0) + figure;
    }
    return ours ? busy : std::nullopt;
}

std::string said(const char* sentence, const fs::path& where = {}) {
    const QString text = QCoreApplication::translate("tilescribe::NpuLoad", sentence);
    return (where.empty() ? text : text.arg(QString::fromStdString(where.string()))).toStdString();
}

}  // namespace

NpuPresence find_npu(const fs::path& devices, const fs::path& sysfs) {
    NpuPresence npu;
    std::error_code error;
    if (!fs::exists(devices, error)) {
        npu.reason = said(QT_TRANSLATE_NOOP("tilescribe::NpuLoad", "%1 is absent."), devices);
        return npu;
    }
    for (fs::directory_iterator entry(devices, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const fs::path device = sysfs / entry->path().filename() / "device";
        if (line_of(device / "vendor") != "0x1022") continue;
        npu.present = true;
        npu.name = line_of(device / "vbnv");
        npu.reason = said(QT_TRANSLATE_NOOP("tilescribe::NpuLoad", "Own load, from the driver."));
        return npu;
    }
    npu.reason = said(QT_TRANSLATE_NOOP("tilescribe::NpuLoad", "There is no AMD device in %1."), devices);
    return npu;
}

std::optional<std::uint64_t> read_npu_busy_ns(const fs::path& fdinfo) {
    std::optional<std::uint64_t> busy;
    std::error_code error;
    for (fs::directory_iterator entry(fdinfo, error); !error && entry != fs::directory_iterator(); entry.increment(error))
        if (const auto one = busy_of(entry->path())) busy = busy.value_or(0) + *one;
    return busy;
}

}  // namespace tilescribe
