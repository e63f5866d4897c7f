// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_values.h"

#include "ui/file_queue_model.h"
#include "ui/files_view.h"
#include "ui/library_view.h"
#include "ui/live_panel.h"
#include "ui/live_view.h"
#include "ui/main_window.h"
#include "ui/models_page.h"
#include "ui/performance_figures.h"
#include "ui/performance_view.h"
#include "ui/session_list_model.h"
#include "ui/settings_page.h"
#include "ui/transcript_model.h"
#include "ui/transcript_page.h"

#include <cmath>

namespace tilescribe::samples {
namespace {

CaptionLine spoken(qint64 id, double start, double end, int track, const QString& speaker, const QString& text) {
    CaptionLine line{.id = id, .start = start, .end = end, .track = track, .speaker = speaker, .confirmed = text};
    const QStringList words = text.split(QLatin1Char(' '));
    for (qsizetype i = 0; i < words.size(); ++i) {
        const double step = (end - start) / static_cast<double>(words.size());
        line.words.push_back({start + step * static_cast<double>(i), start + step * static_cast<double>(i + 1), words[i]});
    }
    return line;
}

void fillLive(MainWindow& window, bool onNpu) {
    LiveView& live = *window.live();
    live.captions()->setLines(captions());
    live.setDevices({{"usb", "USB headset"}, {"built", "Built-in microphone"}}, "usb");
    live.setLanguages({{"", "Detect"}, {"en", "English"}, {"de", "Deutsch"}}, "en");
    live.setModels({{"pico.en", "built-in"}, {"base", "base"}}, "base");
    live.setLevels({{.name = "Microphone", .peak = 0.42F, .rms = 0.11F}, {.name = "Speakers", .peak = 0.08F, .rms = 0.012F}});
    live.setState({.phase = RecordingPhase::recording,
                   .elapsedS = 892,
                   .lagS = 0.8,
                   .firstWordS = 0.9,
                   .droppedFrames = 0,
                   .savedAgoS = 0.4});
    WindowProgress progress{.filledS = 7.8};
    for (int i = 0; i < 156; ++i) {
        const double x = i;
        const double speech = std::fmod(x, 58) < 44 ? 1 : 0.02;
        progress.peaks.push_back(static_cast<float>(
            speech * (0.25 + 0.22 * std::sin(x * 0.9) * std::sin(x * 0.23) + 0.2 * std::abs(std::sin(x * 0.4)))));
    }
    live.setWindow(progress);
    for (const LoadSample& sample : loads(onNpu)) {
        live.panel()->append(sample);
        window.performance()->append(sample);
    }
    if (!onNpu) live.panel()->setNpuUnavailable(QStringLiteral("No NPU in this machine"));
    live.panel()->setKernels(kernels(onNpu),
                             onNpu ? QStringLiteral("Encoder on NPU, decoder on CPU") : QStringLiteral("Everything on the CPU"));
}

void fillPerformance(PerformanceView& view, bool onNpu) {
    view.setFigures({.realtimeFactor = onNpu ? 212 : 17.3,
                     .firstWordS = 0.9,
                     .lagS = 0.8,
                     .droppedFrames = 0,
                     .memoryBytes = 231'000'000,
                     .npuSource = onNpu ? QStringLiteral("own load, from the driver") : QStringLiteral("/dev/accel is absent."),
                     .npuAvailable = onNpu,
                     .simulated = false});
    view.setKernels(kernels(onNpu), 20);
    view.setLastWindow(lastWindow(onNpu));
}

void fillSettings(MainWindow& window) {
    SettingsPage& page = *window.settings();
    page.setChoices({.microphones = {{"usb", "USB headset"}},
                     .models = {{"base", "base (148 MB)"}},
                     .languages = {{"", "Detect"}, {"en", "English"}},
                     .backends = {{"auto", "The fastest that works"}, {"cpu", "CPU"}},
                     .interfaceLanguages = {{"", "As the desktop"}, {"en", "English"}, {"de", "Deutsch"}},
                     .maximumThreads = 8,
                     .monitorsAvailable = false,
                     .monitorsReason = "This needs PulseAudio or PipeWire; here only ALSA answers."});
    page.setValues({.microphone = "usb",
                    .model = "base",
                    .language = "en",
                    .backend = "auto",
                    .storageFolder = "/home/alma/.local/share/tilescribe/sessions"});
    page.setStorageNote("1.2 GB in 128 sessions");
    window.models()->setEntries(models());
}

}  // namespace

std::vector<CaptionLine> captions() {
    std::vector<CaptionLine> lines{
        spoken(1, 861, 866, 0, "You", "Before we start, could everyone check the revised budget for the mobile team?"),
        spoken(2, 867, 874, 1, "Others", "I updated the forecast yesterday, the total is four hundred and sixty-one orders."),
        spoken(3, 875, 880, 1, "Others", "Priya from Mumbai will present the prototype on Thursday at nine thirty."),
        spoken(4, 881, 884, 0, "You", "Good. Then we should postpone the design review and send the notes by Friday."),
        {.id = 5,
         .kind = CaptionLine::Kind::gap,
         .start = 884,
         .end = 884.6,
         .confirmed = "Microphone changed to “USB headset”, 0.6 s gap"},
        spoken(6, 888, 892, 1, "Others", "Sounds good, I will prepare the summary"),
    };
    lines.back().provisional = "and share it with the whole";
    return lines;
}

std::vector<QueueItem> queue() {
    return {
        {.id = 1,
         .name = "2026-11-18 board meeting.m4a",
         .state = QueueItem::State::done,
         .lengthS = 6127,
         .progress = 1,
         .speed = 148,
         .hasTranscript = true},
        {.id = 2,
         .name = "interview_03.mp4",
         .state = QueueItem::State::running,
         .lengthS = 2892,
         .progress = 0.63,
         .speed = 151,
         .leftS = 7},
        {.id = 3, .name = "standup.wav", .state = QueueItem::State::waiting, .lengthS = 55},
        {.id = 4,
         .name = "town hall with questions from the floor, second camera.mkv",
         .state = QueueItem::State::paused,
         .lengthS = 4210,
         .progress = 0.21},
        {.id = 5,
         .name = "notes.txt",
         .state = QueueItem::State::failed,
         .message = "No sound in this file: Tilescribe reads audio and video."},
        {.id = 6, .name = "call.ogg", .state = QueueItem::State::cancelled, .lengthS = 811, .progress = 0.4, .hasTranscript = true},
    };
}

std::vector<SessionRow> sessions() {
    const QDateTime today(QDate(2026, 11, 21), QTime(9, 30));
    return {
        {.id = 11,
         .title = "Weekly planning",
         .date = today,
         .lengthS = 240,
         .language = "English",
         .model = "base",
         .snippet =
             "We have to prioritize the early button with Hannah. That sales target seems low because the quarter was short.",
         .matches = {{92, 7}}},
        {.id = 12,
         .title = "Interview with Frank",
         .date = today.addDays(-1),
         .lengthS = 2892,
         .language = "English",
         .model = "base",
         .snippet = "Frank from Sydney will meet the sales team this afternoon. I will monitor the press release.",
         .hasSound = false},
        {.id = 13,
         .title = "Standup",
         .date = today.addDays(-2),
         .lengthS = 55,
         .language = "English",
         .model = "built-in",
         .snippet = "Good morning everyone, let us go around quickly.",
         .complete = false},
        {.id = 14,
         .title = "Vorstandssitzung, dritter Teil mit Fragen der Mitglieder und einer langen Aussprache",
         .date = today.addDays(-9),
         .lengthS = 6127,
         .language = "Deutsch",
         .model = "small",
         .snippet = "Ich begrüße Sie herzlich und stelle fest, dass wir beschlussfähig sind."},
    };
}

std::vector<KernelRow> kernels(bool onNpu) {
    const QString npu = onNpu ? "NPU" : "CPU";
    return {
        {.id = "mel",
         .name = "Log-mel",
         .device = npu,
         .onNpu = onNpu,
         .calls = 20,
         .meanMs = 1.9,
         .p50Ms = 1.9,
         .p95Ms = 2.1,
         .p99Ms = 2.2,
         .share = 0.014},
        {.id = "conv",
         .name = "Convolution + GELU",
         .device = npu,
         .onNpu = onNpu,
         .calls = 20,
         .meanMs = 2.2,
         .p50Ms = 2.2,
         .p95Ms = 2.3,
         .p99Ms = 2.4,
         .gflops = 1410,
         .share = 0.016},
        {.id = "norm",
         .name = "Layer norm",
         .device = npu,
         .onNpu = onNpu,
         .calls = 260,
         .meanMs = 0.11,
         .p50Ms = 0.11,
         .p95Ms = 0.12,
         .p99Ms = 0.14,
         .share = 0.011},
        {.id = "qkv",
         .name = "Query, key, value",
         .device = npu,
         .onNpu = onNpu,
         .calls = 120,
         .meanMs = 0.9,
         .p50Ms = 0.9,
         .p95Ms = 1.0,
         .p99Ms = 1.0,
         .gflops = 2620,
         .share = 0.041},
        {.id = "attention",
         .name = "Attention",
         .device = npu,
         .onNpu = onNpu,
         .calls = 120,
         .meanMs = 2.4,
         .p50Ms = 2.4,
         .p95Ms = 2.5,
         .p99Ms = 2.6,
         .gflops = 1920,
         .share = 0.106},
        {.id = "mlp",
         .name = "MLP",
         .device = npu,
         .onNpu = onNpu,
         .calls = 120,
         .meanMs = 2.5,
         .p50Ms = 2.5,
         .p95Ms = 2.6,
         .p99Ms = 2.6,
         .gflops = 2520,
         .share = 0.11},
        {.id = "cross",
         .name = "Cross keys, values",
         .device = npu,
         .onNpu = onNpu,
         .simulated = onNpu,
         .calls = 20,
         .meanMs = 3.6,
         .p50Ms = 3.6,
         .p95Ms = 3.7,
         .p99Ms = 3.9,
         .gflops = 2610,
         .share = 0.026},
        {.id = "decoder",
         .name = "Decoder step",
         .device = "CPU",
         .calls = 1204,
         .meanMs = 14.3,
         .p50Ms = 14.1,
         .p95Ms = 16.2,
         .p99Ms = 19.4,
         .gflops = 69,
         .share = 0.619},
        {.id = "search",
         .name = "Token search",
         .device = "CPU",
         .calls = 1204,
         .meanMs = 0.06,
         .p50Ms = 0.06,
         .p95Ms = 0.07,
         .p99Ms = 0.09,
         .share = 0.027},
    };
}

std::vector<WindowOp> lastWindow(bool onNpu) {
    std::vector<WindowOp> ops;
    double at = 0;
    const auto add = [&](const QString& name, bool npu, double duration) {
        ops.push_back({name, npu, false, at, duration});
        at += duration;
    };
    add("Log-mel", onNpu, 1.9);
    add("Convolution + GELU", onNpu, 2.2);
    for (int layer = 0; layer < 6; ++layer) {
        add("Layer norm", onNpu, 0.11);
        add("Query, key, value", onNpu, 0.9);
        add("Attention", onNpu, 2.4);
        add("Layer norm", onNpu, 0.11);
        add("MLP", onNpu, 2.5);
    }
    add("Cross keys, values", onNpu, 3.6);
    for (int step = 0; step < 60; ++step) {
        add("Decoder step", false, 1.4 + 0.1 * std::sin(step));
        add("Token search", false, 0.06);
    }
    return ops;
}

std::vector<LoadSample> loads(bool onNpu) {
    std::vector<LoadSample> samples;
    for (int i = 0; i <= 120; ++i) {
        const double t = i / 2.0;
        LoadSample sample{.timeS = t};
        if (onNpu) sample.npu = 0.06 + 0.36 * std::pow(std::abs(std::sin(t * 0.35)), 0.5) + 0.02 * std::sin(t * 3);
        sample.cpuMachine = 0.24 + 0.07 * std::sin(t * 0.6) + 0.03 * std::sin(t * 2.7);
        sample.cpuProgram = *sample.cpuMachine * 0.62;
        samples.push_back(sample);
    }
    return samples;
}

std::vector<ModelEntry> models() {
    return {
        {.name = "pico.en",
         .title = "Built-in (pico.en)",
         .detail = "Synthetic English voices only",
         .origin = ModelEntry::Origin::builtIn,
         .bytes = 4'300'000},
        {.name = "base",
         .title = "base",
         .detail = "99 languages · /home/alma/models/ggml-base.bin",
         .origin = ModelEntry::Origin::found,
         .bytes = 147'951'465,
         .active = true},
        {.name = "small",
         .title = "small",
         .detail = "99 languages",
         .origin = ModelEntry::Origin::downloadable,
         .state = ModelEntry::State::downloading,
         .bytes = 487'601'967,
         .progress = 0.37,
         .message = "182 MB of 488 MB · 11 MB/s"},
        {.name = "medium",
         .title = "medium",
         .detail = "99 languages",
         .origin = ModelEntry::Origin::downloadable,
         .state = ModelEntry::State::failed,
         .bytes = 1'533'763'059,
         .message = "The file's sum is wrong. It was deleted; try again or choose another address."},
        {.name = "large-v3-turbo",
         .title = "large-v3-turbo",
         .detail = "99 languages, quick for its size",
         .origin = ModelEntry::Origin::downloadable,
         .state = ModelEntry::State::absent,
         .bytes = 1'624'555'275},
    };
}

BackendStatus backend(bool onNpu) {
    if (onNpu) {
        return {BackendStatus::Health::ready, "NPU", "Phoenix, 4 columns", "Encoder on NPU, decoder on CPU", "base", "English"};
    }
    return {BackendStatus::Health::ready, "CPU", "AVX2, 2 threads", "No NPU: /dev/accel is absent", "base", "English"};
}

void fill(MainWindow& window, bool onNpu) {
    window.setBackendStatus(backend(onNpu));
    window.sidebar()->setCount(View::files, 3);
    window.sidebar()->setCount(View::library, 128);
    fillPerformance(*window.performance(), onNpu);
    fillLive(window, onNpu);
    window.files()->queue()->setItems(queue());
    window.library()->sessions()->setRows(sessions());
    window.transcript()->model()->setLines(captions());
    SessionRow opened = sessions()[0];
    opened.lengthS = 1440;
    window.transcript()->setSession(opened);
    window.transcript()->setPlayPosition(877.4, true);
    fillSettings(window);
}

}  // namespace tilescribe::samples
