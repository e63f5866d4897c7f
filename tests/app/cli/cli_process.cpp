// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_process.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

namespace tilescribe::testing {
namespace {

constexpr int patience_ms = 600'000;  // under the sanitizers; nothing waits for it when all is well

}  // namespace

std::unique_ptr<QProcess> cli_process(const QStringList& arguments) {
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_DATA_HOME", "/nonexistent");
    environment.remove("TILESCRIBE_MODEL_PATH");
    environment.remove("TILESCRIBE_BACKEND");
    process->setProcessEnvironment(environment);
    process->setProgram(QCoreApplication::applicationDirPath() + "/tilescribe-cli");
    process->setArguments(arguments);
    return process;
}

CliResult run_cli(const QStringList& arguments, const QByteArray& input) {
    const auto process = cli_process(arguments);
    process->start();
    process->write(input);
    process->closeWriteChannel();
    return finished(*process);
}

CliResult finished(QProcess& process) {
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(patience_ms)) process.kill();
    CliResult result;
    if (process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError)
        result.exit_code = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

QString sample_file() {
    return QCoreApplication::applicationDirPath() + "/../share/tilescribe/samples/standup.wav";
}

}  // namespace tilescribe::testing
