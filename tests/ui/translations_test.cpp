// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace tilescribe;

namespace {

struct Message {
    QString context;
    QString source;
    QString translation;
    QString type;
};

QList<Message> messagesOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("message")) messages.append({.context = context});
        if (xml.name() == QLatin1String("source")) messages.last().source = xml.readElementText();
        if (xml.name() == QLatin1String("translation")) {
            messages.last().type = xml.attributes().value("type").toString();
            messages.last().translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        }
    }
    return xml.hasError() ? QList<Message>() : messages;
}

/// "%1", "%2" ... in a text, sorted.
QStringList placesOf(const QString& text) {
    QStringList places;
    for (qsizetype at = 0; (at = text.indexOf(QLatin1Char('%'), at)) >= 0; ++at) {
        if (at + 1 < text.size() && text[at + 1].isDigit()) places << text.mid(at, 2);
    }
    places.sort();
    return places;
}

}  // namespace

class TranslationsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void germanIsComplete();
    void placeholdersAgree();
    void germanIsEmbedded();
};

void TranslationsTest::germanIsComplete() {
    const QTemporaryDir folder;
    const QString copy = folder.filePath("tilescribe_de.ts");
    QVERIFY(QFile::copy(QStringLiteral(SOURCE_FOLDER "/resources/translations/tilescribe_de.ts"), copy));
    // A fresh lupdate over the sources: whatever it adds has not been translated.
    QProcess lupdate;
    lupdate.start(QStringLiteral(LUPDATE_PROGRAM), {"-silent", "-no-obsolete", "-locations", "none",
                                                    QStringLiteral(SOURCE_FOLDER "/ui"), "-I", SOURCE_FOLDER, "-ts", copy});
    QVERIFY(lupdate.waitForFinished(120000));
    QCOMPARE(lupdate.exitCode(), 0);
    const auto messages = messagesOf(copy);
    QVERIFY2(messages.size() > 200, qPrintable(QString::number(messages.size())));
    QStringList missing;
    for (const Message& message : messages) {
        if (message.type == QLatin1String("unfinished") || message.translation.isEmpty())
            missing << message.context + ": " + message.source;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
}

void TranslationsTest::placeholdersAgree() {
    for (const Message& message : messagesOf(QStringLiteral(SOURCE_FOLDER "/resources/translations/tilescribe_de.ts"))) {
        QVERIFY2(placesOf(message.source) == placesOf(message.translation), qPrintable(message.source));
    }
}

void TranslationsTest::germanIsEmbedded() {
    registerResources();
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/translations/tilescribe_de.qm")));
    QCOMPARE(translator.translate("tilescribe::LiveView", "Record"), QStringLiteral("Aufnehmen"));
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
