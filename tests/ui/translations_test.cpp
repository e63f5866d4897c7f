// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include <algorithm>

using namespace tilescribe;

namespace {

struct Message {
    QString context;
    QString source;
    QString type;
    bool isPlural = false;
    QStringList forms;  ///< the translation, or its plural forms

    [[nodiscard]] QString name() const { return context + QStringLiteral(": ") + source; }
};

void readTranslation(QXmlStreamReader& xml, Message& message) {
    message.type = xml.attributes().value("type").toString();
    QString text;
    while (!xml.atEnd() && xml.readNext() != QXmlStreamReader::EndElement) {
        if (xml.isCharacters()) text += xml.text();
        if (xml.isStartElement()) message.forms << xml.readElementText();
    }
    if (message.forms.isEmpty()) message.forms << text;
}

QList<Message> messagesOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("message"))
            messages.append({.context = context, .isPlural = xml.attributes().value("numerus") == QLatin1String("yes")});
        if (xml.name() == QLatin1String("source")) messages.last().source = xml.readElementText();
        if (xml.name() == QLatin1String("translation")) readTranslation(xml, messages.last());
    }
    return xml.hasError() ? QList<Message>() : messages;
}

QList<Message> german() {
    return messagesOf(QStringLiteral(SOURCE_FOLDER "/resources/translations/tilescribe_de.ts"));
}

/// "%1", "%L2", "%n" ... in a text, sorted.
QStringList placesOf(const QString& text) {
    static const QRegularExpression place(QStringLiteral("%L?(\\d{1,2}|n)"));
    QStringList places;
    for (auto match = place.globalMatch(text); match.hasNext();) places << match.next().captured();
    places.sort();
    return places;
}

/// The letters after a single "&".
QString mnemonicsOf(QString text) {
    text.remove(QStringLiteral("&&"));
    QString letters;
    for (qsizetype at = 0; (at = text.indexOf(QLatin1Char('&'), at)) >= 0; ++at)
        if (at + 1 < text.size() && text[at + 1].isLetterOrNumber()) letters += text[at + 1].toLower();
    return letters;
}

}  // namespace

class TranslationsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void germanIsComplete();
    void pluralsHaveTheirForms();
    void placeholdersAgree();
    void mnemonicsAgreeAndDoNotClash();
    void textsEndAlike();
    void germanIsEmbedded();
};

void TranslationsTest::germanIsComplete() {
    const QTemporaryDir folder;
    const QString copy = folder.filePath("tilescribe_de.ts");
    QVERIFY(QFile::copy(QStringLiteral(SOURCE_FOLDER "/resources/translations/tilescribe_de.ts"), copy));
    // A fresh lupdate over the sources: whatever it adds has not been translated.
    QProcess lupdate;
    lupdate.start(QStringLiteral(LUPDATE_PROGRAM),
                  {"-silent", "-no-obsolete", "-locations", "none", QStringLiteral(SOURCE_FOLDER "/ui"),
                   QStringLiteral(SOURCE_FOLDER "/app"), "-I", SOURCE_FOLDER, "-ts", copy});
    QVERIFY(lupdate.waitForFinished(120000));
    QCOMPARE(lupdate.exitCode(), 0);
    const auto messages = messagesOf(copy);
    const auto isIn = [&messages](const char* context) { return std::ranges::count(messages, context, &Message::context) > 0; };
    QVERIFY(isIn("tilescribe::LiveView") && isIn("tilescribe::Desktop") && isIn("tilescribe::RecordingTracks") && isIn("Engine"));
    QStringList missing;
    for (const Message& message : messages) {
        if (!message.type.isEmpty() || message.forms.contains(QString())) missing << message.name();
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
    QCOMPARE(german().size(), messages.size());  // and nothing is left that the program does not say any more
}

void TranslationsTest::pluralsHaveTheirForms() {
    for (const Message& message : german()) {
        QVERIFY2(message.forms.size() == (message.isPlural ? 2 : 1), qPrintable(message.name()));
        QVERIFY2(message.isPlural == message.source.contains("%n"), qPrintable(message.name()));
    }
}

void TranslationsTest::placeholdersAgree() {
    for (const Message& message : german())
        for (const QString& form : message.forms) QVERIFY2(placesOf(message.source) == placesOf(form), qPrintable(message.name()));
}

void TranslationsTest::mnemonicsAgreeAndDoNotClash() {
    QHash<QString, QString> ofContext;
    for (const Message& message : german()) {
        for (const QString& form : message.forms)
            QVERIFY2(mnemonicsOf(form).size() == mnemonicsOf(message.source).size(), qPrintable(message.name()));
        for (const QChar letter : mnemonicsOf(message.forms.first())) {
            QVERIFY2(!ofContext[message.context].contains(letter), qPrintable(message.name()));
            ofContext[message.context] += letter;
        }
    }
}

void TranslationsTest::textsEndAlike() {
    for (const Message& message : german()) {
        for (const QString& form : message.forms) {
            QVERIFY2(form.trimmed() == form, qPrintable(message.name()));
            for (const char* end : {"…", ".", ":", "?", "\n"}) {
                const QString mark = QString::fromUtf8(end);
                if (message.context == QLatin1String("Format")) continue;  // figures and dates
                QVERIFY2(message.source.endsWith(mark) == form.endsWith(mark), qPrintable(message.name()));
            }
            QVERIFY2(message.source.count('\n') == form.count('\n'), qPrintable(message.name()));
        }
    }
}

void TranslationsTest::germanIsEmbedded() {
    registerResources();
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/translations/tilescribe_de.qm")));
    QCOMPARE(translator.translate("tilescribe::LiveView", "Record"), QStringLiteral("Aufnehmen"));
    QCOMPARE(translator.translate("tilescribe::Desktop", "No recordings yet."), QStringLiteral("Noch keine Aufnahmen."));
    QCOMPARE(translator.translate("tilescribe::ModelsController", "%n languages", nullptr, 1), QStringLiteral("%n Sprache"));
    QCOMPARE(translator.translate("tilescribe::ModelsController", "%n languages", nullptr, 99), QStringLiteral("%n Sprachen"));
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
