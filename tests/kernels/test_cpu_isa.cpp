// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/backend_entry.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/cpu_isa.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace tilescribe;

namespace {

constexpr const char* variable = "TILESCRIBE_CPU_ISA";

std::string refusal(std::string_view wish) {
    try {
        choose_isa(wish);
    } catch (const BackendUnavailable& error) {
        return error.what();
    }
    return {};
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

/// Which instruction set level runs, and what forces another one.
class TestCpuIsa : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        qunsetenv(variable);
        if (available_isa_levels().empty()) QSKIP("below the floor of the fast kernels");
    }
    void cleanup() { qunsetenv(variable); }

    void levels_rise() {
        const auto levels = available_isa_levels();
        QCOMPARE(levels.front(), CpuIsa::avx2);
        QVERIFY(std::ranges::is_sorted(levels));
    }

    void the_best_level_is_the_default() { QCOMPARE(choose_isa(), available_isa_levels().back()); }

    void every_available_level_can_be_forced() {
        for (const CpuIsa level : available_isa_levels()) {
            qputenv(variable, std::string(name_of(level)).c_str());
            QCOMPARE(choose_isa(), level);
            const auto backend = cpu_backend_entry().create({});
            QVERIFY(contains(backend->description().device, title_of(level)));
            QCOMPARE(CpuBackend({.isa = level}).isa(), level);
        }
    }

    void a_wish_beats_the_environment() {
        qputenv(variable, "nonsense");
        QCOMPARE(choose_isa("avx2"), CpuIsa::avx2);
    }

    void an_unknown_level_is_refused_with_a_sentence() {
        qputenv(variable, "sse9");
        const std::string sentence = refusal({});
        QVERIFY2(contains(sentence, variable) && contains(sentence, "sse9") && contains(sentence, "avx2, avx512"),
                 sentence.c_str());
        QVERIFY_THROWS_EXCEPTION(BackendUnavailable, cpu_backend_entry().create({}));
        QVERIFY(contains(refusal("AVX2"), "unknown"));
    }

    void a_level_beyond_this_processor_is_refused() {
        if (available_isa_levels().back() == CpuIsa::avx512) QSKIP("this processor has them all");
        QVERIFY(contains(refusal("avx512"), "cannot run"));
    }

    void the_description_says_what_runs() {
        const CpuBackend backend({.threads = 1, .allow_onednn = false});
        QCOMPARE(backend.description().threads, 1);
        QVERIFY(contains(backend.description().device, "own kernels only"));
        QVERIFY(contains(backend.description().device, "1 thread"));
        QVERIFY(!backend.uses_onednn());
    }
};

QTEST_GUILESS_MAIN(TestCpuIsa)
#include "test_cpu_isa.moc"
