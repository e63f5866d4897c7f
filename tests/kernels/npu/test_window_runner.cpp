// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/window_runner.h"
#include "tests/kernels/npu/fake_array_device.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace tilescribe;
using namespace tilescribe::npu;

namespace {

/// What a check was asked, and what it will answer.
struct CheckLog {
    int befores = 0, afters = 0;
    std::deque<std::string> answers;
};

class LoggedCheck final : public SpotCheck {
public:
    explicit LoggedCheck(CheckLog& log) : log_(log) {}
    void before() override { ++log_.befores; }
    [[nodiscard]] std::string after() override {
        ++log_.afters;
        if (log_.answers.empty()) return {};
        const std::string answer = log_.answers.front();
        log_.answers.pop_front();
        return answer;
    }

private:
    CheckLog& log_;
};

}  // namespace

/// What becomes of a window whose runs fail, on a device that only counts.
class TestWindowRunner : public QObject {
    Q_OBJECT

    testing::FakeArrayDevice device_;
    testing::FakeArrayDevice::Program program_;
    std::vector<std::string> notices_;

    std::vector<ArrayJob> jobs(int count) {
        std::vector<ArrayJob> list(static_cast<std::size_t>(count));
        for (ArrayJob& job : list) job.runs = {{&program_, {}}, {&program_, {}}};
        return list;
    }
    int uploads_ = 0;
    WindowRunner::Hooks notice() {
        return {.begin = [this](bool) { ++uploads_; },
                .end = {},
                .notice = [this](const std::string& sentence) { notices_.push_back(sentence); }};
    }

private Q_SLOTS:
    void init() {
        device_.failures.clear();
        device_.submissions.clear();
        device_.rebuilds = 0;
        device_.refuses_context = false;
        device_.kind = FaultKind::timed_out;
        notices_.clear();
        uploads_ = 0;
    }

    void a_window_is_one_submission_and_a_report_per_job() {
        WindowRunner runner(device_, {});
        auto window = jobs(3);
        const auto reports = runner.run(window, notice());
        QVERIFY(reports.has_value());
        if (!reports) return;
        QCOMPARE(device_.submissions, std::vector<int>{6});
        QCOMPARE(reports->size(), std::size_t{3});
        QCOMPARE(reports->front().runs.size(), std::size_t{2});
        QCOMPARE(*runner.submissions(), std::uint64_t{1});
        QVERIFY(notices_.empty());
    }

    void a_failed_window_is_repeated_with_a_new_context() {
        WindowRunner runner(device_, {});
        device_.failures = {"It hung."};
        auto window = jobs(2);
        QVERIFY(runner.run(window, notice()).has_value());
        QCOMPARE(device_.submissions, (std::vector<int>{4, 4}));
        QCOMPARE(uploads_, 2);
        QCOMPARE(device_.rebuilds, 1);
        QCOMPARE(notices_, std::vector<std::string>{"It hung. Its context was rebuilt and the window is repeated."});
    }

    void after_the_second_failure_the_array_is_given_up() {
        WindowRunner runner(device_, {});
        device_.failures = {"It hung.", "It hung still."};
        auto window = jobs(2);
        QVERIFY(!runner.run(window, notice()).has_value());
        QCOMPARE(device_.rebuilds, 1);
        QCOMPARE(runner.why_given_up(), std::string("It hung still. It failed again after its context was rebuilt."));
    }

    void a_lost_device_is_given_up_at_once() {
        WindowRunner runner(device_, {});
        device_.kind = FaultKind::device_lost;
        device_.failures = {"It is gone."};
        auto window = jobs(2);
        QVERIFY(!runner.run(window, notice()).has_value());
        QCOMPARE(device_.rebuilds, 0);
        QCOMPARE(device_.submissions.size(), std::size_t{1});
    }

    void a_refused_context_is_the_end() {
        WindowRunner runner(device_, {});
        device_.failures = {"It hung."};
        device_.refuses_context = true;
        auto window = jobs(2);
        QVERIFY(!runner.run(window, notice()).has_value());
        QCOMPARE(runner.why_given_up(), std::string("It hung. Its context could not be rebuilt: No context."));
    }

    void a_device_that_keeps_failing_is_given_up() {
        WindowRunner runner(device_, {.most_rebuilds = 2});
        auto window = jobs(2);
        for (int i = 0; i < 2; ++i) {
            device_.failures = {"It hung."};
            QVERIFY(runner.run(window, notice()).has_value());
        }
        device_.failures = {"It hung."};
        QVERIFY(!runner.run(window, notice()).has_value());
        QVERIFY(runner.why_given_up().find("2 times already") != std::string::npos);
    }

    void lasting_outputs_are_checked_in_every_window() {
        WindowRunner runner(device_, {});
        CheckLog log;
        auto window = jobs(3);
        window[2].check = std::make_unique<LoggedCheck>(log);
        window[2].output_lasts = true;
        QVERIFY(runner.run(window, notice()).has_value());
        QCOMPARE(device_.submissions, std::vector<int>{6});
        QCOMPARE(log.afters, 1);
    }

    void jobs_in_the_middle_are_checked_in_turn() {
        WindowRunner runner(device_, {});
        constexpr int n_jobs = 5;
        std::vector<CheckLog> logs(n_jobs);
        auto window = jobs(n_jobs);
        for (int i = 0; i < n_jobs; ++i) window[i].check = std::make_unique<LoggedCheck>(logs[i]);
        for (int i = 0; i < n_jobs; ++i) {
            device_.submissions.clear();
            QVERIFY(runner.run(window, notice()).has_value());
            int runs = 0;
            for (const int count : device_.submissions) runs += count;
            QCOMPARE(runs, 2 * n_jobs);
        }
        for (const CheckLog& log : logs) {
            QCOMPARE(log.befores, 1);
            QCOMPARE(log.afters, 1);
        }
    }

    /// An encoder's kinds, layer after layer: within as many windows as there are kinds each has been looked at.
    void kinds_take_turns() {
        WindowRunner runner(device_, {});
        constexpr std::array kinds{OpKind::layer_norm, OpKind::qkv, OpKind::attention, OpKind::attention_out, OpKind::mlp};
        constexpr int layers = 3;
        auto window = jobs(layers * static_cast<int>(kinds.size()));
        std::vector<CheckLog> logs(window.size());
        for (std::size_t i = 0; i < window.size(); ++i) {
            window[i].record.tag.kind = kinds[i % kinds.size()];
            window[i].check = std::make_unique<LoggedCheck>(logs[i]);
        }
        for (int round = 1; round <= layers; ++round) {
            for (std::size_t i = 0; i < kinds.size(); ++i) QVERIFY(runner.run(window, notice()).has_value());
            for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
                int looks = 0;
                for (std::size_t i = kind; i < logs.size(); i += kinds.size()) looks += logs[i].afters;
                QCOMPARE(looks, round);
            }
        }
        for (const CheckLog& log : logs) QCOMPARE(log.afters, 1);
    }

    void a_wrong_output_repeats_the_window() {
        WindowRunner runner(device_, {});
        CheckLog log;
        log.answers = {"element 3 is 5 instead of 4."};
        auto window = jobs(2);
        window[0].check = std::make_unique<LoggedCheck>(log);
        window[0].record.tag.kind = OpKind::mlp;
        QVERIFY(runner.run(window, notice()).has_value());
        QCOMPARE(device_.rebuilds, 1);
        QCOMPARE(log.afters, 2);
        QVERIFY(notices_.size() == 1 && notices_[0].starts_with("The NPU's output is wrong: in Encoder MLP, element 3 is 5"));
    }
};

QTEST_GUILESS_MAIN(TestWindowRunner)
#include "test_window_runner.moc"
