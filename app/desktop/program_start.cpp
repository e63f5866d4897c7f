// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/program_start.h"

#include "app/desktop/desktop.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/termination_signals.h"
#include "app/version.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSessionManager>
#include <QStandardPaths>
#include <QTranslator>

#include <chrono>
#include <cstdio>
#include <string_view>

namespace tilescribe {
namespace {

constexpr std::chrono::seconds longest_ending{30};

constexpr auto help =
    "Usage: tilescribe [--record] [FILE...]\n"
    "Live captions, transcripts of recordings, and what recognition costs, all on this machine.\n"
    "\n"
    "FILE...    recordings or folders to transcribe; a running Tilescribe takes them over\n"
    "--record   begin to record at once\n"
    "--help     show this text\n"
    "--version  show the version\n"
    "\n"
    "Qt's own options (-platform, -style ...) are understood too. For the command line: tilescribe-cli.\n";

/// The arguments that need no display; -1: there are none.
int answerWithoutDisplay(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--") break;
        if (argument == "--help" || argument == "-h") return std::fputs(help, stdout) >= 0 ? 0 : 1;
        if (argument == "--version") return std::printf("tilescribe %s\n", program_version) >= 0 ? 0 : 1;
    }
    return -1;
}

/// Qt has taken its own; of the rest, what begins with a dash is not ours.
bool takeFiles(QStringList arguments, QStringList& files, bool& record) {
    arguments.removeFirst();
    bool onlyFiles = false;
    for (const QString& argument : arguments) {
        if (!onlyFiles && argument == QLatin1String("--")) {
            onlyFiles = true;
        } else if (!onlyFiles && argument == QLatin1String("--record")) {
            record = true;
        } else if (!onlyFiles && argument.startsWith(QLatin1Char('-'))) {
            std::fprintf(stderr, "tilescribe: unknown option %s; --help says what there is.\n", qPrintable(argument));
            return false;
        } else {
            files.append(argument);
        }
    }
    return true;
}

/// Our words and Qt's own (dialogs, context menus).
void translate(QTranslator& translator, QTranslator& qtTranslator, const QString& chosen) {
    const QLocale locale = chosen.isEmpty() ? QLocale() : QLocale(chosen);
    if (!chosen.isEmpty()) QLocale::setDefault(locale);
    if (locale.language() == QLocale::English) return;
    if (translator.load(locale, QStringLiteral("tilescribe"), QStringLiteral("_"), QStringLiteral(":/translations")))
        QApplication::installTranslator(&translator);
    if (qtTranslator.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                          QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtTranslator);
}

}  // namespace

int startProgram(int argc, char** argv) {
    if (const int answered = answerWithoutDisplay(argc, argv); answered >= 0) return answered;
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("tilescribe"));
    QApplication::setApplicationDisplayName(QString());
    QApplication::setApplicationVersion(QLatin1String(program_version));
    QApplication::setDesktopFileName(QStringLiteral("arpa.home.tilescribe"));  // packaging/ has the file
    QApplication::setQuitOnLastWindowClosed(false);
    QStringList files;
    bool record = false;
    if (!takeFiles(QApplication::arguments(), files, record)) return 2;

    SingleInstance instance(SingleInstance::runtimeFolder());
    if (!instance.claim()) {
        if (instance.handOver(files)) return 0;
        // One that saves its last words answers no more, but has the lock until it is done; one that hangs is not waited for.
        static_cast<void>(instance.claim(longest_ending));
    }

    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setFont(interfaceFont());
    registerResources();
    QApplication::setWindowIcon(applicationIcon());
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/tilescribe");
    QTranslator translator;
    QTranslator qtTranslator;
    translate(translator, qtTranslator, SettingsStore(data).values().interfaceLanguage);

    Desktop desktop(data.toStdString());
    const TerminationSignals signals_;
    QObject::connect(&signals_, &TerminationSignals::received, &desktop, &Desktop::requestQuit);
    QObject::connect(&desktop, &Desktop::ending, &instance, &SingleInstance::stopHearing);
    QObject::connect(&desktop, &Desktop::finished, &application, &QApplication::quit);
    QObject::connect(&instance, &SingleInstance::called, &desktop, &Desktop::openFiles);
    QObject::connect(
        &application, &QGuiApplication::commitDataRequest, &desktop, [&desktop] { desktop.saveForLogout(); }, Qt::DirectConnection);
    desktop.start();
    if (!files.isEmpty()) {
        for (QString& file : files) file = QString::fromStdString(std::filesystem::absolute(file.toStdString()).string());
        desktop.openFiles(files);
    }
    if (record) desktop.record();
    return QApplication::exec();
}

}  // namespace tilescribe
