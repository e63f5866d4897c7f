// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pictures of every view, light and dark, large and small, into the folder given. QT_SCALE_FACTOR=2 gives two device pixels
// per pixel; TILESCRIBE_LANGUAGE=de the German texts.
#include "tests/ui/sample_values.h"
#include "ui/caption_overlay.h"
#include "ui/icons.h"
#include "ui/live_view.h"
#include "ui/main_window.h"
#include "ui/notice_area.h"
#include "ui/recovery_banner.h"
#include "ui/theme.h"
#include "ui/transcript_model.h"
#include "ui/transcript_view.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QTextStream>
#include <QTranslator>

namespace {

using namespace tilescribe;

class Album {
public:
    explicit Album(const QDir& folder) : folder_(folder) {}

    void take(QWidget& widget, const QString& name) {
        for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
        keep(widget.grab(), name);
    }
    void keep(const QPixmap& picture, const QString& name) {
        good_ = picture.save(folder_.filePath(name + QStringLiteral(".png"))) && good_;
        ++count_;
    }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] int count() const { return count_; }

private:
    QDir folder_;
    bool good_ = true;
    int count_ = 0;
};

void takePages(Album& album, MainWindow& window, const QString& mark) {
    const std::pair<View, const char*> views[]{{View::live, "live"},
                                               {View::files, "files"},
                                               {View::library, "library"},
                                               {View::performance, "performance"},
                                               {View::settings, "settings"}};
    for (const auto& [view, name] : views) {
        window.showView(view);
        album.take(window, QStringLiteral("%1-%2").arg(QLatin1String(name), mark));
    }
    window.showTranscript();
    album.take(window, QStringLiteral("transcript-%1").arg(mark));
    window.showModels();
    album.take(window, QStringLiteral("models-%1").arg(mark));
}

void takeFilled(Album& album, const QString& theme, QSize size, const QString& sizeName, bool onNpu) {
    MainWindow window;
    window.resize(size);
    window.show();
    samples::fill(window, onNpu);
    takePages(album, window, QStringLiteral("%1-%2-%3x").arg(theme, sizeName).arg(window.devicePixelRatio()));
}

/// First start: nothing recorded, nothing measured, a recording cut off, no microphone.
void takeEmpty(Album& album, const QString& theme) {
    MainWindow window;
    window.resize(1280, 800);
    window.show();
    window.setBackendStatus(samples::backend(false));
    window.live()->setState({.phase = RecordingPhase::unavailable,
                             .unavailableReason = "No microphone: no sound server answers and ALSA lists no device."});
    window.live()->notices()->post(
        {.id = "a",
         .level = Notice::Level::warning,
         .text = "“Speakers” has been silent for 10 s while the microphone hears speech. Is the sound going to another device?",
         .action = "Choose a device"});
    window.live()->notices()->post({.id = "b",
                                    .level = Notice::Level::error,
                                    .text = "The disk is full: the sound is no longer recorded, the text goes on.",
                                    .dismissable = false});
    window.live()->notices()->post({.id = "c", .text = "English was recognised and is kept for this session."});
    window.recovery()->setItems({{.id = 1,
                                  .title = "Recording of 20 November",
                                  .date = QDateTime(QDate(2026, 11, 20), QTime(14, 2)),
                                  .soundS = 751,
                                  .transcribedS = 702}});
    takePages(album, window, QStringLiteral("%1-empty").arg(theme));
}

void takeOverlay(Album& album, const QString& theme) {
    CaptionOverlay overlay;
    overlay.setLines(samples::captions());
    overlay.show();
    album.take(overlay, QStringLiteral("overlay-%1").arg(theme));
}

void takeScrolledUp(Album& album, const QString& theme) {
    MainWindow window;
    window.resize(1280, 800);
    window.show();
    samples::fill(window, true);
    auto lines = samples::captions();
    for (int round = 1; round < 6; ++round) {
        for (CaptionLine line : samples::captions()) {
            line.id += round * 100;
            line.start += round * 40;
            lines.push_back(line);
        }
    }
    window.live()->captions()->setLines(lines);
    QCoreApplication::processEvents();
    window.live()->captionsView()->setFollowing(false);
    window.live()->captionsView()->setModelRowInSight(0);
    album.take(window, QStringLiteral("live-%1-scrolled").arg(theme));
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setFont(interfaceFont());
    registerResources();
    QTranslator translator;
    if (translator.load(QStringLiteral(":/translations/tilescribe_%1.qm").arg(qEnvironmentVariable("TILESCRIBE_LANGUAGE")))) {
        QApplication::installTranslator(&translator);
        QLocale::setDefault(QLocale(qEnvironmentVariable("TILESCRIBE_LANGUAGE")));
    }
    QTextStream out(stdout);
    if (argc < 2 || !QDir().mkpath(QString::fromLocal8Bit(argv[1]))) {
        out << "usage: screenshots FOLDER\n";
        return 2;
    }
    Album album{QDir(QString::fromLocal8Bit(argv[1]))};
    for (const int size : {16, 32, 48, 128, 256}) album.keep(applicationIcon().pixmap(size), QStringLiteral("icon-%1").arg(size));
    for (const bool dark : {false, true}) {
        applyAppearance(dark ? Appearance::dark : Appearance::light);
        const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        takeFilled(album, theme, {1280, 800}, QStringLiteral("large"), true);
        if (application.devicePixelRatio() > 1) continue;  // the second run is for the sharpness alone
        takeFilled(album, theme, {900, 600}, QStringLiteral("small"), false);
        takeFilled(album, theme, {1680, 1180}, QStringLiteral("huge"), true);
        takeEmpty(album, theme);
        takeOverlay(album, theme);
        takeScrolledUp(album, theme);
    }
    out << album.count() << " pictures in " << argv[1] << '\n';
    return album.good() ? 0 : 1;
}
