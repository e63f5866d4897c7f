// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace tilescribe::testing {

/// A sound server of the test's own (../shared/tools/virtual_microphone.sh), with the environment set so that this process, and
/// those that it starts, hear it.
class VirtualMicrophone {
public:
    explicit VirtualMicrophone(QString script);
    ~VirtualMicrophone();
    VirtualMicrophone(const VirtualMicrophone&) = delete;
    VirtualMicrophone& operator=(const VirtualMicrophone&) = delete;

    /// Empty: it runs.
    [[nodiscard]] const QString& problem() const { return problem_; }
    /// Speaks a file; finished() of the process says when.
    void play(QProcess& player, const QString& file) const;

private:
    QString run(const QStringList& arguments) const;

    QString script_;
    QTemporaryDir folder_{QStringLiteral("/tmp/tilescribe-vmic-XXXXXX")};
    QString problem_;
};

}  // namespace tilescribe::testing
