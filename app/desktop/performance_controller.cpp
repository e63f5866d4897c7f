// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/performance_controller.h"

#include "app/desktop/engine_words.h"
#include "app/desktop/file_job.h"
#include "app/desktop/model_host.h"
#include "app/desktop/npu_words.h"
#include "app/desktop/on_gui.h"
#include "app/desktop/profile_rows.h"
#include "app/program_paths.h"

#include <QSaveFile>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tilescribe {
namespace {

constexpr int interval_ms = 500;
constexpr double shortest_interval_s = 0.25;

/// How long the NPU, or the emulated array, has worked for this model.
std::chrono::nanoseconds npuTime(const OpProfileSnapshot& profile) {
    std::chrono::nanoseconds time{};
    for (const OpProfileRow& row : profile.rows)
        if (row.device.starts_with("npu") && row.kind != OpKind::transfer) time += row.total;
    return time;
}

double nowS() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

struct PerformanceController::Reading {
    LoadSample load;
    npu::NpuLoad npu;
    std::optional<qint64> memory;
    std::vector<KernelRow> kernels;
    std::vector<WindowOp> ops;
    std::vector<KernelRow> window;
    int windows = 0;
    bool isEmulated = false;
};

PerformanceController::PerformanceController(ModelHost& models, QObject* parent)
    : QObject(parent),
      models_(models),
      npu_(npu::find_npu()),
      npuLoad_(npu::NpuLoadMeter::of(npu_)),
      reader_(std::make_unique<Background>()),
      worker_(std::make_unique<Background>()) {
    figures_.npuSource = npuSentence(npu_);
    figures_.npuAvailable = npu_.present;
    timer_.setInterval(interval_ms);
    connect(&timer_, &QTimer::timeout, this, &PerformanceController::read);
    timer_.start();
}

PerformanceController::~PerformanceController() {
    stop_.request_stop();
    worker_.reset();
    reader_.reset();
}

void PerformanceController::setLive(std::optional<double> firstWordS, std::optional<double> lagS,
                                    std::optional<qint64> droppedFrames) {
    figures_.firstWordS = firstWordS;
    figures_.lagS = lagS;
    figures_.droppedFrames = droppedFrames;
}

void PerformanceController::setRealtimeFactor(double factor) {
    if (factor > 0) figures_.realtimeFactor = factor;
}

void PerformanceController::read() {
    if (reading_) return;  // a loaded machine: one at a time
    reading_ = true;
    reader_->run([this, trace = models_.trace(), isEmulated = models_.loaded().isEmulated] {
        Reading reading;
        reading.isEmulated = isEmulated;
        reading.load.timeS = nowS();
        if (lastReadS_ &&
            reading.load.timeS - *lastReadS_ < shortest_interval_s) {  // a late tick and the next: too few to tell a load
            onThreadOf(this, [this] { reading_ = false; });
            return;
        }
        const std::optional<CpuTicks> ticks = read_cpu_ticks();
        if (ticks && lastTicks_) {
            if (const auto load = cpu_load_between(*lastTicks_, *ticks)) {
                reading.load.cpuMachine = load->machine;
                reading.load.cpuProgram = load->program;
            }
        }
        lastTicks_ = ticks;
        const OpProfileSnapshot profile = trace ? trace->snapshot() : OpProfileSnapshot();
        readNpu(reading, trace, profile);
        lastReadS_ = reading.load.timeS;
        reading.memory = resident_bytes();
        if (trace) {
            reading.kernels = kernelRows(profile);
            const std::vector<OpRecord> window = trace->last_window();
            reading.ops = windowOps(window);
            reading.window = windowRows(window);
            reading.windows = trace->windows();
        }
        onThreadOf(this, [this, reading = std::move(reading)] { show(reading); });
    });
}

/// Of an emulated array only its own busy time is asked: a real NPU beside it has nothing to do with it.
void PerformanceController::readNpu(Reading& reading, const std::shared_ptr<const OpTrace>& trace,
                                    const OpProfileSnapshot& profile) {
    if (trace != watched_.lock()) {
        watched_ = trace;
        const bool hasNpu = reading.isEmulated || npu_.present;
        const auto busy = [this] { return std::optional(npuBusy_); };
        npuLoad_ = npu::NpuLoadMeter::of(reading.isEmulated ? npu::NpuPresence() : npu_,
                                         hasNpu ? busy : std::function<std::optional<std::chrono::nanoseconds>()>());
    }
    npuBusy_ = npuTime(profile);
    reading.npu = npuLoad_.sample();
    reading.load.npu = reading.npu.fraction;
    reading.load.npuSimulated = reading.isEmulated;
}

void PerformanceController::show(const Reading& reading) {
    reading_ = false;
    Q_EMIT sampled(reading.load);
    figures_.memoryBytes = reading.memory;
    figures_.simulated =
        reading.isEmulated && (!models_.loaded().hasTakenOver || std::ranges::any_of(reading.kernels, &KernelRow::simulated));
    figures_.npuAvailable = npu_.present || reading.isEmulated;
    figures_.npuSource = reading.isEmulated ? tr("Busy time of the emulated array (simulated)")
                         : npu_.present     ? engineWord(npu::describe(reading.npu.source))
                                            : npuSentence(npu_);
    Q_EMIT figuresChanged(figures_);
    std::int64_t calls = 0;
    for (const KernelRow& row : reading.kernels) calls += row.calls;
    if (calls == std::exchange(shownCalls_, calls)) return;  // nothing has run since
    Q_EMIT kernelsChanged(reading.kernels, reading.windows);
    if (reading.windows != std::exchange(shownWindows_, reading.windows) || reading.windows == 1)
        Q_EMIT windowChanged(reading.ops, reading.window);
}

PerformanceReport PerformanceController::report() const {
    const LoadedModel& loaded = models_.loaded();
    PerformanceReport report{
        .model = loaded.name, .backend = loaded.backend, .device = loaded.device, .reason = loaded.reason, .figures = figures_};
    if (const auto trace = models_.trace()) {
        report.profile = trace->snapshot();
        report.windows = trace->windows();
    }
    if (const auto model = models_.model())
        report.programs = QString::fromStdString(model->facts().encoder_backend().kernel_selection());
    return report;
}

void PerformanceController::exportTo(const QString& path) {
    reader_->run([this, path, report = report()] {
        const QByteArray text = path.endsWith(QLatin1String(".md")) ? reportAsMarkdown(report) : reportAsJson(report);
        QSaveFile file(path);
        const bool good = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
        const QString sentence =
            good ? tr("The report is in %1.").arg(path) : tr("%1 cannot be written: %2").arg(path, file.errorString());
        onThreadOf(this, [this, sentence, good] { Q_EMIT said(sentence, good); });
    });
}

void PerformanceController::runBenchmark() {
    if (benchmark_ || !models_.model()) return;
    benchmark_ = true;
    Q_EMIT benchmarkRunning(true);
    worker_->run([this, model = models_.model(), stop = stop_.get_token()] {
        FileJobResult result;
        QString problem;
        try {
            PauseGate open;
            const FileJobEvents events{.progress = [](const TranscribeProgress&) {},
                                       .segment = [](const TranscriptSegment&) {},
                                       .language = [](const std::string&) {}};
            result = carry_out({.path = resource_folder() / "samples/standup.wav", .language = "en", .model = model}, events, open,
                               stop);
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
        onThreadOf(this, [this, result, problem] {
            benchmark_ = false;
            if (problem.isEmpty() && result.worked_s > 0)
                setRealtimeFactor(result.duration_s / result.worked_s);
            else
                Q_EMIT said(problem, false);
            Q_EMIT benchmarkRunning(false);
            Q_EMIT figuresChanged(figures_);
        });
    });
}

}  // namespace tilescribe
