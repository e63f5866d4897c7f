// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/performance_report.h"

#include "app/version.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

namespace tilescribe {
namespace {

template <typename Value>
QJsonValue jsonOf(const std::optional<Value>& value) {
    return value ? QJsonValue(*value) : QJsonValue();
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject jsonOf(const OpProfileRow& row) {
    const auto ns = [](std::chrono::nanoseconds time) { return static_cast<qint64>(time.count()); };
    return {{QStringLiteral("op"), textOf(name_of(row.kind))},
            {QStringLiteral("device"), textOf(row.device)},
            {QStringLiteral("simulated"), row.simulated},
            {QStringLiteral("calls"), static_cast<qint64>(row.calls)},
            {QStringLiteral("total_ns"), ns(row.total)},
            {QStringLiteral("mean_ns"), ns(row.mean)},
            {QStringLiteral("min_ns"), ns(row.min)},
            {QStringLiteral("max_ns"), ns(row.max)},
            {QStringLiteral("p50_ns"), ns(row.p50)},
            {QStringLiteral("p95_ns"), ns(row.p95)},
            {QStringLiteral("p99_ns"), ns(row.p99)},
            {QStringLiteral("macs"), static_cast<qint64>(row.macs)},
            {QStringLiteral("bytes"), static_cast<qint64>(row.bytes)},
            {QStringLiteral("gflops_per_second"), row.gflops_per_second},
            {QStringLiteral("share"), row.share}};
}

QString figure(const std::optional<double>& value, int decimals) {
    return value ? QString::number(*value, 'f', decimals) : QStringLiteral("–");
}

QString ms(std::chrono::nanoseconds time) {
    return QString::number(std::chrono::duration<double, std::milli>(time).count(), 'f', 3);
}

}  // namespace

QByteArray reportAsJson(const PerformanceReport& report) {
    QJsonArray ops;
    for (const OpProfileRow& row : report.profile.rows) ops.append(jsonOf(row));
    const PerformanceFigures& figures = report.figures;
    const QJsonObject json{{QStringLiteral("program"), QStringLiteral("Tilescribe %1").arg(QLatin1String(program_version))},
                           {QStringLiteral("model"), report.model},
                           {QStringLiteral("backend"), report.backend},
                           {QStringLiteral("device"), report.device},
                           {QStringLiteral("backend_reason"), report.reason},
                           {QStringLiteral("npu"), figures.npuSource},
                           {QStringLiteral("npu_available"), figures.npuAvailable},
                           {QStringLiteral("npu_simulated"), figures.simulated},
                           {QStringLiteral("realtime_factor"), jsonOf(figures.realtimeFactor)},
                           {QStringLiteral("first_word_s"), jsonOf(figures.firstWordS)},
                           {QStringLiteral("lag_s"), jsonOf(figures.lagS)},
                           {QStringLiteral("dropped_frames"), jsonOf(figures.droppedFrames)},
                           {QStringLiteral("memory_bytes"), jsonOf(figures.memoryBytes)},
                           {QStringLiteral("windows"), report.windows},
                           {QStringLiteral("measured_total_ns"), static_cast<qint64>(report.profile.measured_total.count())},
                           {QStringLiteral("simulated_total_ns"), static_cast<qint64>(report.profile.simulated_total.count())},
                           {QStringLiteral("ops"), ops},
                           {QStringLiteral("kernel_selection"),
                            QJsonArray::fromStringList(report.programs.split(QLatin1Char('\n'), Qt::SkipEmptyParts))}};
    return QJsonDocument(json).toJson();
}

QByteArray reportAsMarkdown(const PerformanceReport& report) {
    QByteArray text;
    QTextStream out(&text);
    const PerformanceFigures& figures = report.figures;
    out << "# Tilescribe " << program_version << ": what recognition costs\n\n"
        << "- Model: " << report.model << '\n'
        << "- Backend: " << report.backend << " (" << report.device << "). " << report.reason << '\n'
        << "- NPU: " << figures.npuSource << '\n'
        << "- Realtime factor: " << figure(figures.realtimeFactor, 1) << '\n'
        << "- First word: " << figure(figures.firstWordS, 2) << " s\n"
        << "- Lag: " << figure(figures.lagS, 2) << " s\n"
        << "- Windows: " << report.windows << "\n\n"
        << "| op | device | calls | total ms | mean ms | p50 ms | p95 ms | p99 ms | GFLOP/s | share |\n"
        << "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const OpProfileRow& row : report.profile.rows) {
        out << "| " << textOf(title_of(row.kind)) << " | " << textOf(row.device) << (row.simulated ? " (simulated)" : "") << " | "
            << static_cast<qint64>(row.calls) << " | " << ms(row.total) << " | " << ms(row.mean) << " | " << ms(row.p50) << " | "
            << ms(row.p95) << " | " << ms(row.p99) << " | "
            << (row.macs > 0 ? QString::number(row.gflops_per_second, 'f', 1) : QStringLiteral("–")) << " | "
            << QString::number(row.share * 100, 'f', 1) << " % |\n";
    }
    out << "\nMeasured total: " << ms(report.profile.measured_total) << " ms\n";
    if (report.profile.simulated_total.count() > 0) out << "Simulated total: " << ms(report.profile.simulated_total) << " ms\n";
    if (!report.programs.isEmpty()) out << "\n```\n" << report.programs << "```\n";
    out.flush();
    return text;
}

}  // namespace tilescribe
