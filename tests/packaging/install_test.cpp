// SPDX-License-Identifier: GPL-3.0-or-later
// What `cmake --install` puts into a folder, and whether the programs there work by themselves.
#include "app/store/session_store.h"

#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace tilescribe;

class InstallTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everythingIsThere();
    void nothingNamesTheBuild();
    void theProgramsTargetBuildsWhatIsInstalled();
    void commandLineFindsItsModel();
    void desktopFindsItsModel();
    void menuEntryIsValid();
    void softwareCentreEntryIsValid();
    void manualPagesAreClean();

private:
    [[nodiscard]] QString at(const QString& path) const { return stage_.filePath("opt/tools/" + path); }
    [[nodiscard]] QProcessEnvironment ownHome() const;
    static QByteArray textOf(const QString& path);

    QTemporaryDir stage_;
    QTemporaryDir home_;
};

/// Into DESTDIR, as a package is made; the prefix /opt/tools does not exist while the programs run.
void InstallTest::initTestCase() {
    QProcess cmake;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("DESTDIR", stage_.path());
    cmake.setProcessEnvironment(environment);
    cmake.start(CMAKE_PROGRAM, {"--install", BUILD_FOLDER, "--prefix", "/opt/tools"});
    QVERIFY(cmake.waitForFinished(120000));
    QVERIFY2(cmake.exitCode() == 0, cmake.readAllStandardError().constData());
    QVERIFY(QDir(home_.path()).mkdir("runtime"));
    QFile::setPermissions(home_.filePath("runtime"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QProcessEnvironment InstallTest::ownHome() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HOME", home_.path());
    environment.insert("XDG_DATA_HOME", home_.filePath("share"));
    environment.insert("XDG_CONFIG_HOME", home_.filePath("config"));
    environment.insert("XDG_RUNTIME_DIR", home_.filePath("runtime"));
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    environment.remove("TILESCRIBE_SHARED");
    return environment;
}

QByteArray InstallTest::textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void InstallTest::everythingIsThere() {
    for (const char* path :
         {"bin/tilescribe", "bin/tilescribe-cli", "share/tilescribe/models/pico.en-q8_0.bin",
          "share/tilescribe/models/pico.en-q8_0.json", "share/tilescribe/samples/standup.wav",
          "share/applications/arpa.home.tilescribe.desktop", "share/metainfo/arpa.home.tilescribe.metainfo.xml",
          "share/icons/hicolor/scalable/apps/tilescribe.svg", "share/icons/hicolor/symbolic/apps/tilescribe-symbolic.svg",
          "share/man/man1/tilescribe.1", "share/man/man1/tilescribe-cli.1"})
        QVERIFY2(QFileInfo(at(path)).isFile(), path);
    QVERIFY(QFileInfo(at("bin/tilescribe")).isExecutable());
    // Nothing outside the prefix.
    QDirIterator files(stage_.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        QVERIFY2(file.startsWith(at({})), qPrintable(file));
    }
    // The entries name each other.
    const QByteArray menu = textOf(at("share/applications/arpa.home.tilescribe.desktop"));
    const QByteArray centre = textOf(at("share/metainfo/arpa.home.tilescribe.metainfo.xml"));
    QVERIFY(menu.contains("\nIcon=tilescribe\n") && menu.contains("\nExec=tilescribe %F\n"));
    QVERIFY(centre.contains("<id>arpa.home.tilescribe</id>"));
    QVERIFY(centre.contains("<launchable type=\"desktop-id\">arpa.home.tilescribe.desktop</launchable>"));
}

/// Paths into the build or source tree would work here and nowhere else. (Debug information has them; the loader's does not count.)
void InstallTest::nothingNamesTheBuild() {
    for (const char* path : {"bin/tilescribe", "bin/tilescribe-cli"}) {
        QProcess readelf;
        readelf.start("readelf", {"-d", at(path)});
        if (!readelf.waitForStarted()) QSKIP("readelf is not installed");
        QVERIFY(readelf.waitForFinished());
        const QByteArray dynamic = readelf.readAllStandardOutput();
        QVERIFY2(!dynamic.contains(BUILD_FOLDER) && !dynamic.contains("RUNPATH [/"), dynamic.constData());
    }
}

/// ./run builds the target `programs` alone; `cmake --install` must not miss anything then.
void InstallTest::theProgramsTargetBuildsWhatIsInstalled() {
    QProcess ninja;
    ninja.start("ninja", {"-C", BUILD_FOLDER, "-t", "commands", "programs"});
    if (!ninja.waitForStarted()) QSKIP("ninja is not installed");
    QVERIFY(ninja.waitForFinished());
    QVERIFY2(ninja.exitCode() == 0, ninja.readAllStandardError().constData());
    const QByteArray commands = ninja.readAllStandardOutput();
    static const QRegularExpression rule(R"re(TYPE (?:EXECUTABLE|MODULE|SHARED_LIBRARY) FILES "([^"]+)")re");
    int rules = 0;
    QDirIterator scripts(BUILD_FOLDER, {"cmake_install.cmake"}, QDir::Files, QDirIterator::Subdirectories);
    while (scripts.hasNext()) {
        const QString script = QString::fromUtf8(textOf(scripts.next()));
        for (auto matches = rule.globalMatch(script); matches.hasNext(); ++rules) {
            const QByteArray file = QDir(BUILD_FOLDER).relativeFilePath(matches.next().captured(1)).toUtf8();
            QVERIFY2(commands.contains(" -o " + file + " "), file.constData());
        }
    }
    QVERIFY(rules >= 2);
}

void InstallTest::commandLineFindsItsModel() {
    QProcess program;
    program.setProcessEnvironment(ownHome());
    program.start(at("bin/tilescribe-cli"), {"transcribe", at("share/tilescribe/samples/standup.wav")});
    QVERIFY(program.waitForFinished(120000));
    const QByteArray text = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    QVERIFY2(text.contains("password"), text.constData());
}

/// Started without a display, given a file, ended as a logout does: the transcript is in the store.
void InstallTest::desktopFindsItsModel() {
    QProcess version;
    version.start(at("bin/tilescribe"), {"--version"});
    QVERIFY(version.waitForFinished());
    QVERIFY(version.readAllStandardOutput().startsWith("tilescribe "));

    QProcess program;
    program.setProcessEnvironment(ownHome());
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(at("bin/tilescribe"), {at("share/tilescribe/samples/standup.wav")});
    QVERIFY(program.waitForStarted());
    const QString store = home_.filePath("share/tilescribe/sessions.db");
    const auto isDone = [&store] {
        if (!QFile::exists(store)) return false;
        try {
            const auto sessions = SessionStore(store.toStdString()).list("password");
            return sessions.size() == 1 && sessions.front().state == SessionState::done;
        } catch (const StoreError&) {  // the program is just making it
            return false;
        }
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isDone(), program.readAll().constData(), 120000);
    QVERIFY(program.state() == QProcess::Running);
    program.terminate();
    QVERIFY(program.waitForFinished(30000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
}

void InstallTest::menuEntryIsValid() {
    const QString tool = QStandardPaths::findExecutable("desktop-file-validate");
    if (tool.isEmpty()) QSKIP("desktop-file-validate (desktop-file-utils) is not installed");
    QProcess check;
    check.setProcessChannelMode(QProcess::MergedChannels);
    check.start(tool, {at("share/applications/arpa.home.tilescribe.desktop")});
    QVERIFY(check.waitForFinished());
    const QByteArray said = check.readAll();
    QVERIFY2(check.exitCode() == 0 && said.isEmpty(), said.constData());
}

void InstallTest::softwareCentreEntryIsValid() {
    const QString tool = QStandardPaths::findExecutable("appstreamcli");
    if (tool.isEmpty()) QSKIP("appstreamcli (appstream) is not installed");
    for (const QStringList& arguments :
         {QStringList{"validate", "--no-net", at("share/metainfo/arpa.home.tilescribe.metainfo.xml")},
          QStringList{"validate-tree", "--no-net", at({})}}) {
        QProcess check;
        check.setProcessChannelMode(QProcess::MergedChannels);
        check.start(tool, arguments);
        QVERIFY(check.waitForFinished(60000));
        const QByteArray said = check.readAll();
        QVERIFY2(check.exitCode() == 0, said.constData());
    }
}

void InstallTest::manualPagesAreClean() {
    const QString tool = QStandardPaths::findExecutable("groff");
    if (tool.isEmpty()) QSKIP("groff is not installed");
    for (const char* page : {"share/man/man1/tilescribe.1", "share/man/man1/tilescribe-cli.1"}) {
        QProcess check;
        check.start(tool, {"-man", "-ww", "-z", "-Tutf8", at(page)});
        QVERIFY(check.waitForFinished());
        const QByteArray said = check.readAllStandardError();
        QVERIFY2(check.exitCode() == 0 && said.isEmpty(), said.constData());
    }
}

QTEST_GUILESS_MAIN(InstallTest)
#include "install_test.moc"
