// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_values.h"
#include "ui/bar_widget.h"
#include "ui/model_card.h"
#include "ui/models_page.h"
#include "ui/picker.h"
#include "ui/settings_page.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace tilescribe;

/// The settings page and the model page.
class PagesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void settingValuesIsSilent();
    void aChoiceGoesOutWhole();
    void monitorsThatAreMissingAreExplained();
    void modelCardsOfferWhatCanBeDone();
    void downloadProgressStaysOnItsCard();
    void builtInModelIsDescribedHonestly();
    void mirrorGoesOut();
};

namespace {

SettingsChoices someChoices() {
    return {.microphones = {{"a", "A"}, {"b", "B"}},
            .models = {{"m", "M"}},
            .languages = {{"", "Detect"}, {"en", "English"}},
            .backends = {{"cpu", "CPU"}},
            .interfaceLanguages = {{"", "As the desktop"}, {"de", "Deutsch"}},
            .maximumThreads = 4,
            .monitorsAvailable = true};
}

Picker* pickerNamed(QWidget& page, const QString& name) {
    for (auto* picker : page.findChildren<Picker*>()) {
        if (picker->accessibleName() == name) return picker;
    }
    return nullptr;
}

}  // namespace

void PagesTest::settingValuesIsSilent() {
    SettingsPage page;
    QSignalSpy changed(&page, &SettingsPage::changed);
    page.setChoices(someChoices());
    page.setValues({.microphone = "b", .threads = 3, .appearance = Appearance::dark});
    QCOMPARE(changed.count(), 0);
    QCOMPARE(pickerNamed(page, "Microphone")->currentId(), QStringLiteral("b"));
    QCOMPARE(pickerNamed(page, "CPU threads")->currentId(), QStringLiteral("3"));
    QCOMPARE(pickerNamed(page, "Colours")->currentText(), QStringLiteral("Dark"));
}

void PagesTest::aChoiceGoesOutWhole() {
    SettingsPage page;
    page.show();
    page.setChoices(someChoices());
    page.setValues({.microphone = "a", .model = "m", .language = "en", .backend = "cpu", .storageFolder = "/x"});
    QSignalSpy changed(&page, &SettingsPage::changed);
    QTest::keyClick(pickerNamed(page, "Colours"), Qt::Key_Down);
    QCOMPARE(changed.count(), 1);
    auto values = changed[0][0].value<SettingsValues>();
    QCOMPARE(values.appearance, Appearance::light);
    QCOMPARE(values.storageFolder, QStringLiteral("/x"));
    QCOMPARE(values.language, QStringLiteral("en"));
    QTest::keyClick(pickerNamed(page, "CPU threads"), Qt::Key_Down);
    QCOMPARE(changed[1][0].value<SettingsValues>().threads, 1);
    QTest::keyClick(page.findChild<QCheckBox*>(), Qt::Key_Space);
    QCOMPARE(changed[2][0].value<SettingsValues>().recordSpeakers, true);
}

void PagesTest::monitorsThatAreMissingAreExplained() {
    SettingsPage page;
    page.show();
    SettingsChoices choices = someChoices();
    choices.monitorsAvailable = false;
    choices.monitorsReason = "Only ALSA answers.";
    page.setChoices(choices);
    QVERIFY(!page.findChild<QCheckBox*>()->isEnabled());
    bool said = false;
    for (auto* label : page.findChildren<QLabel*>()) said = said || (label->isVisible() && label->text() == "Only ALSA answers.");
    QVERIFY(said);
}

void PagesTest::modelCardsOfferWhatCanBeDone() {
    ModelsPage page;
    page.show();
    page.setEntries(samples::models());
    QSignalSpy use(&page, &ModelsPage::useRequested);
    QSignalSpy download(&page, &ModelsPage::downloadRequested);
    QSignalSpy cancel(&page, &ModelsPage::cancelRequested);
    for (ModelCard* card : page.cards()) QTest::mouseClick(card->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(use.count(), 1);  // the one in use cannot be used again
    QCOMPARE(use[0][0].toString(), QStringLiteral("pico.en"));
    QCOMPARE(cancel.count(), 1);
    QCOMPARE(cancel[0][0].toString(), QStringLiteral("small"));
    QCOMPARE(download.count(), 2);  // one that failed, one that is absent
}

void PagesTest::downloadProgressStaysOnItsCard() {
    ModelsPage page;
    page.show();
    auto entries = samples::models();
    page.setEntries(entries);
    ModelCard* card = page.cards()[2];
    entries[2].progress = 0.5;
    page.setEntries(entries);
    QCOMPARE(page.cards()[2], card);
    QCOMPARE(card->findChild<BarWidget*>()->fraction(), 0.5);
    entries.pop_back();
    page.setEntries(entries);
    QCOMPARE(page.cards().size(), entries.size());
}

void PagesTest::builtInModelIsDescribedHonestly() {
    ModelsPage page;
    bool said = false;
    for (auto* label : page.findChildren<QLabel*>()) said = said || label->text().contains("synthetic English voices only");
    QVERIFY(said);
}

void PagesTest::mirrorGoesOut() {
    ModelsPage page;
    page.show();
    QSignalSpy mirror(&page, &ModelsPage::mirrorChanged);
    auto* field = page.findChild<QLineEdit*>();
    QTest::keyClicks(field, " https://mirror.example/ ");
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(mirror.count() >= 1);
    QCOMPARE(mirror.last()[0].toString(), QStringLiteral("https://mirror.example/"));
}

QTEST_MAIN(PagesTest)
#include "pages_test.moc"
