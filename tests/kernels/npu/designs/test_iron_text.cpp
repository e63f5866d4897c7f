// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/designs/iron_text.h"
#include "tests/kernels/npu/designs/run_program.h"
#include "tests/kernels/npu/designs/size_rows.h"

#include <QTest>

using namespace tilescribe::npu;

class TestIronText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_program_comes_back_data() { add_rows_of_sizes(); }
    void every_program_comes_back() {
        QFETCH(ArrayGeneration, generation);
        QFETCH(int, size);
        for (const WindowProgram& op : window_programs(generation, whisper_sizes()[static_cast<std::size_t>(size)])) {
            const ArrayProgram back = parse_iron_text(iron_text(op.program));
            QCOMPARE(QString::fromStdString(back.name), QString::fromStdString(op.program.name));
            QVERIFY(back.fifos == op.program.fifos);
            QVERIFY(back.links == op.program.links);
            QVERIFY(back.cores == op.program.cores);
            QVERIFY(back.transfers == op.program.transfers);
            QVERIFY2(back == op.program, op.op.c_str());
        }
    }

    void a_changed_descriptor_is_seen() {
        const ArrayProgram program = window_programs(ArrayGeneration::npu1, whisper_sizes().front()).back().program;
        std::string text = iron_text(program);
        const std::size_t sizes = text.find("sizes=[1, ");
        QVERIFY(sizes != std::string::npos);
        text.replace(sizes, 10, "sizes=[1, 1");
        QVERIFY(parse_iron_text(text) != program);
    }

    void what_is_no_design_is_refused() {
        const std::string text = iron_text(window_programs(ArrayGeneration::npu1, whisper_sizes().front()).back().program);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_iron_text("")));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_iron_text(text.substr(0, text.size() / 3))));
        std::string odd = text;
        odd.replace(odd.find("object_fifo(\"a_in_0\""), 12, "object_fofi(");
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, static_cast<void>(parse_iron_text(odd)));
    }
};

QTEST_GUILESS_MAIN(TestIronText)
#include "test_iron_text.moc"
