// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/shared_model.h"

#include "tests/engine/pipeline/scripted_model.h"

#include <QTest>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace tilescribe;
using tilescribe::testing::ScriptedModel;
using tilescribe::testing::ScriptedText;
using Priority = SharedModel::Priority;

namespace {

class SharedModelTest : public QObject {
    Q_OBJECT

    ScriptedModel scripted_{{.text = [](int) { return ScriptedText{}; }, .before_pass = {}, .before_step = {}}};
    SharedModel& model_ = *scripted_.shared();

private Q_SLOTS:
    void one_lease_at_a_time() {
        std::atomic<int> inside = 0;
        std::atomic<bool> shared = false;
        int leases = 0;  // not atomic: the lease guards it
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&, priority = i % 2 == 0 ? Priority::live : Priority::file] {
                    for (int round = 0; round < 500; ++round) {
                        SharedModel::Lease lease(model_, priority);
                        if (++inside != 1) shared = true;
                        ++leases;
                        --inside;
                        if (priority == Priority::file) {
                            lease.give_way();
                            if (++inside != 1) shared = true;
                            --inside;
                        }
                    }
                });
        }
        QVERIFY(!shared);
        QCOMPARE(leases, 2000);
    }

    void a_file_gives_way_to_live_captions_and_not_to_files() {
        std::mutex mutex;
        std::vector<std::string> order;
        const auto note = [&](const char* who) {
            const std::scoped_lock lock(mutex);
            order.emplace_back(who);
        };
        std::atomic<bool> live_had_it = false;
        std::jthread other_file;
        std::jthread live;
        {
            SharedModel::Lease lease(model_, Priority::file);
            other_file = std::jthread([&] {
                const SharedModel::Lease other(model_, Priority::file);
                note("other file");
            });
            live = std::jthread([&] {
                const SharedModel::Lease waited(model_, Priority::live);
                note("live");
                live_had_it = true;
            });
            // As between windows; returns at once as long as nobody waits.
            while (!live_had_it) lease.give_way();
            note("file");
        }
        live.join();
        other_file.join();
        QCOMPARE(order.size(), 3U);
        QCOMPARE(order.front(), std::string("live"));
    }

    void a_lease_ends_with_its_scope_whatever_ends_it() {
        const auto fails = [this] {
            const SharedModel::Lease lease(model_, Priority::live);
            throw std::runtime_error("a pass failed");
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, fails());
        const SharedModel::Lease next(model_, Priority::file);
        QCOMPARE(&next.model(), &model_.facts());
    }
};

}  // namespace

QTEST_GUILESS_MAIN(SharedModelTest)
#include "shared_model_test.moc"
