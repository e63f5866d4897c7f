// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/local_agreement.h"

#include "engine/pipeline/repetition_guard.h"

#include <QTest>

using namespace tilescribe;

namespace {

class LocalAgreementTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_first_pass_confirms_nothing() {
        LocalAgreement agreement;
        const auto caption = agreement.update(" We meet on");
        QCOMPARE(caption.confirmed, std::string());
        QCOMPARE(caption.provisional, std::string("We meet on"));
    }

    void two_passes_confirm_their_common_beginning() {
        LocalAgreement agreement;
        agreement.update("We meet on Tues");
        const auto caption = agreement.update("We meet on Tuesday at nine");
        QCOMPARE(caption.confirmed, std::string("We meet on"));
        QCOMPARE(caption.provisional, std::string("Tuesday at nine"));
    }

    void confirmed_words_stay_when_a_later_pass_differs() {
        LocalAgreement agreement;
        agreement.update("We meet on Tuesday");
        agreement.update("We meet on Tuesday");
        const auto caption = agreement.update("He met on");
        QCOMPARE(caption.confirmed, std::string("We meet on Tuesday"));
        QCOMPARE(caption.provisional, std::string());
    }

    void a_new_window_begins_afresh() {
        LocalAgreement agreement;
        agreement.update("a b");
        agreement.update("a b");
        agreement.reset();
        QCOMPARE(agreement.update("a b").confirmed, std::string());
    }

    void a_loop_is_not_confirmed() {
        LocalAgreement agreement;
        const std::string loop = "so thank you thank you thank you thank you";
        agreement.update(loop);
        QCOMPARE(agreement.update(loop).confirmed, std::string());
    }

    void repetition_is_found_and_cut_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << " It  is fine." << " It  is fine.";
        QTest::newRow("emphasis") << " no no no" << " no no no";
        QTest::newRow("word") << " well no no no no no then" << " well no then";
        QTest::newRow("phrase") << " I see it. I see it. I see it. I see it. Good." << " I see it. Good.";
        QTest::newRow("to the end") << " a b a b a b a b" << " a b";
        QTest::newRow("two loops") << " x x x x y y y y" << " x y";
        QTest::newRow("empty") << "" << "";
    }
    void repetition_is_found_and_cut() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(without_repetition(text.toStdString())), expected);
        QCOMPARE(has_repetition(text.toStdString()), text != expected);
    }
};

}  // namespace

QTEST_GUILESS_MAIN(LocalAgreementTest)
#include "local_agreement_test.moc"
