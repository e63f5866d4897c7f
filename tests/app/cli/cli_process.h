// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace tilescribe::testing {

/// How a run of the real program ended and what it wrote.
struct CliResult {
    int exit_code = -1;  ///< -1: it crashed or did not end
    QByteArray out, err;
};

/// A process that will run tilescribe-cli with these arguments, no models but the built-in one, and nothing of the user's
/// environment that would change what it does. Not started.
std::unique_ptr<QProcess> cli_process(const QStringList& arguments);

/// Runs it to its end; `input` is its standard input.
CliResult run_cli(const QStringList& arguments, const QByteArray& input = {});
/// Waits for the end of a started process.
CliResult finished(QProcess& process);

/// The bundled recording.
QString sample_file();

}  // namespace tilescribe::testing
