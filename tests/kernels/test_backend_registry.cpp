// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/backend_registry.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/reference/reference_backend.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace tilescribe;

namespace {

struct Recorder final : OpTimingSink {
    void record(const OpRecord& record) noexcept override {
        if (record.tag.kind == OpKind::layer_norm) devices.emplace_back(record.device);
    }
    std::vector<std::string> devices;
};

/// Where a real op of `backend` says that it ran.
std::string device_of_an_op(KernelBackend& backend) {
    Recorder recorder;
    backend.set_timing_sink(&recorder);
    const std::vector<float> ones(64, 1.0F);
    const auto norm = backend.prepare_norm({ones, ones});
    const Tensor tensor = backend.allocate(2, 64);
    backend.layer_norm({OpKind::layer_norm}, *norm, tensor.view, tensor.view);
    backend.download({OpKind::transfer}, tensor.view);
    backend.set_timing_sink(nullptr);
    return recorder.devices.size() == 1 ? recorder.devices[0] : "not one record";
}

/// What the records of a backend call its device: the emulated NPU is an NPU there, with simulated times.
std::string device_name_of(const BackendEntry& entry) {
    return entry.name == "npu-emulated" ? "npu" : entry.name;
}

QString sentence_of(const BackendRegistry& registry, std::string_view wish, const BackendOptions& options = {}) {
    try {
        static_cast<void>(registry.create(wish, options));
    } catch (const BackendUnavailable& error) {
        return error.what();
    }
    return "created";
}

BackendEntry entry_named(const std::string& name, bool is_available, std::vector<std::string> variants = {}) {
    BackendEntry entry = reference_backend_entry();
    entry.name = name;
    entry.is_available = is_available;
    entry.reason = "There is no " + name + " in this test.";
    entry.variants = std::move(variants);
    return entry;
}

}  // namespace

class TestBackendRegistry : public QObject {
    Q_OBJECT

    BackendRegistry registry_ = BackendRegistry::with_built_in_backends();

private Q_SLOTS:
    void init() {
        qunsetenv("TILESCRIBE_BACKEND");
        qunsetenv("TILESCRIBE_CPU_ISA");
    }
    void cleanup() { init(); }

    void the_fastest_backend_comes_first() {
        std::vector<std::string> names;
        for (const BackendEntry& entry : registry_.entries()) names.push_back(entry.name);
        QCOMPARE(names, (std::vector<std::string>{"npu", "cpu", "reference", "npu-emulated"}));
        for (const BackendEntry& entry : registry_.entries()) QVERIFY(!entry.description.empty() && !entry.reason.empty());
        const auto best = std::ranges::find_if(registry_.entries(), &BackendEntry::is_available);
        QCOMPARE(device_of_an_op(*registry_.create("auto", {})), best->name);
    }

    void the_emulated_npu_is_there_for_those_who_ask() {
        const BackendEntry& emulated = registry_.entries().back();
        QVERIFY(emulated.is_available);
        QCOMPARE(emulated.variants, (std::vector<std::string>{"npu1", "npu4", "npu1-int8", "npu4-int8", "npu4-bfp16"}));
        for (const std::string& variant : emulated.variants)
            QCOMPARE(device_of_an_op(*registry_.create("npu-emulated:" + variant, {})), std::string("npu"));
        QVERIFY(registry_.create("npu-emulated:npu4", {})->description().device.find("XDNA2") != std::string::npos);
    }

    void each_can_be_chosen_and_runs() {
        for (const BackendEntry& entry : registry_.entries()) {
            if (!entry.is_available) continue;
            const auto backend = registry_.create(entry.name, {});
            QCOMPARE(backend->description().name, entry.name);
            QVERIFY(!backend->description().device.empty());
            QCOMPARE(device_of_an_op(*backend), device_name_of(entry));
        }
    }

    void the_environment_forces_one() {
        for (const BackendEntry& entry : registry_.entries()) {
            if (!entry.is_available) continue;
            qputenv("TILESCRIBE_BACKEND", entry.name.c_str());
            QCOMPARE(device_of_an_op(*registry_.create("auto", {})), device_name_of(entry));
        }
    }

    void an_explicit_choice_outranks_the_environment() {
        qputenv("TILESCRIBE_BACKEND", "no-such-thing");
        QCOMPARE(device_of_an_op(*registry_.create("reference", {})), std::string("reference"));
    }

    void an_empty_or_auto_environment_forces_nothing() {
        for (const char* value : {"", "auto"}) {
            qputenv("TILESCRIBE_BACKEND", value);
            QCOMPARE(device_of_an_op(*registry_.create("auto", {})), device_of_an_op(*registry_.create("", {})));
        }
    }

    /// An NPU that another program holds: available as far as one can see, until it is opened.
    void auto_passes_over_what_cannot_be_made_and_says_so() {
        BackendEntry busy = entry_named("busy", true);
        busy.create = [](const BackendOptions&) -> std::unique_ptr<KernelBackend> { throw BackendUnavailable("It is busy."); };
        BackendRegistry registry;
        registry.add(busy);
        QCOMPARE(sentence_of(registry, "auto"), QString("No backend can run here. busy: It is busy."));
        registry.add(entry_named("other", true));
        std::vector<std::string> told;
        const BackendOptions options{.variant = {}, .notice = [&](const std::string& text) { told.push_back(text); }};
        QVERIFY(registry.create("auto", options) != nullptr);
        QCOMPARE(told, std::vector<std::string>{"busy: It is busy. Taken instead: other."});
        QCOMPARE(sentence_of(registry, "busy"), QString("It is busy."));  // who names it wants no other
    }

    void unknown_names_are_answered_with_the_known() {
        BackendRegistry registry;
        registry.add(entry_named("swift", true, {"two", "three"}));
        registry.add(entry_named("slow", true));
        QCOMPARE(
            sentence_of(registry, "fast"),
            QString("The chosen backend is 'fast', which this program does not have; it has swift, swift:two, swift:three, slow."));
        QCOMPARE(sentence_of(registry, "slow:two"), QString("The chosen backend is 'slow:two', but 'slow' has no such variant; "
                                                            "there are swift, swift:two, swift:three, slow."));
        qputenv("TILESCRIBE_BACKEND", "fsat");
        QCOMPARE(sentence_of(registry, "auto"),
                 QString("The environment variable TILESCRIBE_BACKEND names the backend 'fsat', which this "
                         "program does not have; it has swift, swift:two, swift:three, slow."));
    }

    void what_cannot_run_says_why() {
        BackendRegistry registry;
        registry.add(entry_named("npu", false));
        QCOMPARE(sentence_of(registry, "npu"),
                 QString("The chosen backend is 'npu', which cannot run here: There is no npu in this test."));
        QCOMPARE(sentence_of(registry, "auto"), QString("No backend can run here. npu: There is no npu in this test."));
        registry.add(reference_backend_entry());
        QCOMPARE(device_of_an_op(*registry.create("auto", {})), std::string("reference"));
    }

    void variants_reach_the_backend() {
        std::string received;
        BackendEntry entry = entry_named("npu-emulated", true, {"npu1", "npu4"});
        entry.create = [&](const BackendOptions& options) {
            received = options.variant;
            return reference_backend_entry().create({});
        };
        BackendRegistry registry;
        registry.add(entry);
        static_cast<void>(registry.create("npu-emulated:npu4", {}));
        QCOMPARE(received, std::string("npu4"));
        static_cast<void>(registry.create("npu-emulated", {.threads = 0, .variant = "npu1"}));
        QCOMPARE(received, std::string("npu1"));
        static_cast<void>(registry.create("npu-emulated", {}));
        QCOMPARE(received, std::string());
    }

    void an_instruction_set_can_be_forced() {
        for (const CpuIsa isa : available_isa_levels()) {
            const std::string name(name_of(isa));
            const auto chosen = registry_.create("cpu:" + name, {});
            QVERIFY(dynamic_cast<CpuBackend&>(*chosen).isa() == isa);
            qputenv("TILESCRIBE_CPU_ISA", name.c_str());
            const auto forced = registry_.create("cpu", {});
            QVERIFY(dynamic_cast<CpuBackend&>(*forced).isa() == isa);
            QVERIFY(forced->description().device.find(title_of(isa)) != std::string::npos);
        }
    }

    void an_unknown_instruction_set_is_refused() {
        if (available_isa_levels().empty()) QSKIP("this processor has no fast kernels");
        qputenv("TILESCRIBE_CPU_ISA", "mmx");
        QVERIFY(sentence_of(registry_, "cpu").contains("'mmx'"));
    }
};

QTEST_GUILESS_MAIN(TestBackendRegistry)
#include "test_backend_registry.moc"
