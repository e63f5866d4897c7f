// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/npu/array/time_simulation.h"

#include "kernels/npu/array/complaints.h"
#include "kernels/npu/array/pattern_cursor.h"
#include "kernels/npu/array/ring_clock.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace tilescribe::npu {
namespace {

struct CoreState {
    struct Port {
        std::uint64_t acquired = 0;
    };
    struct Loop {
        std::uint32_t left = 0;
    };
    std::vector<Port> ports;
    std::vector<Loop> loops;
    std::size_t next = 0;
    Ticks time = 0;
    Ticks busy = 0;
};

struct MoverState {
    std::uint64_t objects = 0;
    Ticks free = 0;
    Ticks busy = 0;
    std::size_t transfer = 0;      ///< shim: the current one, index into Mover::transfers
    std::uint64_t words_done = 0;  ///< of the current transfer
    std::size_t issued = 0;        ///< shim: tasks that the controller gave to it
    bool is_ready = false;         ///< shim: could move an object at ready_at
    bool awaits_issue = false;
    Ticks ready_at = 0;
};

struct TransferState {
    std::uint64_t words = 0;
    std::uint64_t run_words = 1;
    Ticks issued_at = 0;
    Ticks done_at = 0;
};

class Simulation {
public:
    Simulation(const ArrayProgram& program, const ArrayGraph& graph, const DeviceParameters& device)
        : program_(program),
          graph_(graph),
          device_(device),
          cores_(graph.cores.size()),
          movers_(graph.movers.size()),
          mover_of_(program.fifos.size(), 0),
          is_queued_(graph.cores.size() + graph.movers.size() + 1, false) {
        const TimeParameters& time = device.time;
        lock_ = ticks(time.lock_cycles);
        step_ = ticks(time.step_cycles);
        issue_ = ticks(time.task_microseconds * 1000 * time.clock_ghz);
        for (const Ring& ring : graph.rings) rings_.emplace_back(ring);
        for (std::size_t i = 0; i < graph.cores.size(); ++i) cores_[i].ports.resize(graph.cores[i].ports.size());
        for (std::size_t i = 0; i < graph.movers.size(); ++i) mover_of_[graph.movers[i].fifo] = i;
        for (const ShimTransfer& transfer : program.transfers) {
            const std::uint64_t linear = program.argument_bytes[transfer.argument] / 4;
            transfers_.push_back({.words = pattern_words(transfer.pattern, linear) * transfer.repeat,
                                  .run_words = PatternCursor(transfer.pattern, linear).run_words()});
        }
    }

    TimeReport run() {
        for (std::size_t actor = 0; actor < is_queued_.size(); ++actor) wake(static_cast<std::uint32_t>(actor));
        do {
            run_woken();
        } while (move_earliest());
        check_end();
        return report();
    }

private:
    [[nodiscard]] std::uint32_t mover_actor(std::size_t mover) const { return static_cast<std::uint32_t>(cores_.size() + mover); }
    [[nodiscard]] std::uint32_t controller_actor() const { return static_cast<std::uint32_t>(is_queued_.size() - 1); }

    void wake(std::uint32_t actor) {
        if (is_queued_[actor]) return;
        is_queued_[actor] = true;
        woken_.push_back(actor);
    }
    void wake_all(RingClock& ring) {
        for (const std::uint32_t actor : ring.waiting()) wake(actor);
        ring.waiting().clear();
    }
    void write(RingEnd end, Ticks time) {
        if (rings_[end.ring].write(end.index, time)) wake_all(rings_[end.ring]);
    }
    void read(RingEnd end, Ticks time) {
        if (rings_[end.ring].read(end.index, time)) wake_all(rings_[end.ring]);
    }

    void run_woken() {
        while (!woken_.empty()) {
            const std::uint32_t actor = woken_.back();
            woken_.pop_back();
            is_queued_[actor] = false;
            if (actor < cores_.size())
                run_core(actor);
            else if (actor == controller_actor())
                run_controller();
            else
                run_mover(actor - cores_.size());
        }
    }

    void run_core(std::size_t index) {
        const CoreActor& core = graph_.cores[index];
        CoreState& state = cores_[index];
        while (state.next < core.ops.size()) {
            const CoreOp& op = core.ops[state.next];
            if (op.kind == CoreStep::Kind::acquire && !acquire(core.ports[op.port], state.ports[op.port], state, index)) return;
            state.time += step_;
            ++state.next;
            switch (op.kind) {
                case CoreStep::Kind::acquire:
                    break;
                case CoreStep::Kind::release: {
                    const CorePort& port = core.ports[op.port];
                    state.time += lock_;
                    port.produces ? write(port.end, state.time) : read(port.end, state.time);
                    break;
                }
                case CoreStep::Kind::call: {
                    const Ticks duration = core.calls[op.call].cycles * ticks_per_cycle;
                    state.time += duration;
                    state.busy += duration;
                    break;
                }
                case CoreStep::Kind::loop:
                    state.loops.push_back({.left = op.count});
                    break;
                case CoreStep::Kind::end:
                    if (--state.loops.back().left > 0)
                        state.next = op.partner + 1;
                    else
                        state.loops.pop_back();
                    break;
            }
        }
    }

    /// False where the core must wait.
    bool acquire(const CorePort& port, CoreState::Port& at, CoreState& state, std::size_t index) {
        RingClock& ring = rings_[port.end.ring];
        if (port.produces ? !ring.has_room(at.acquired) : !ring.is_there(at.acquired)) {
            ring.await(static_cast<std::uint32_t>(index));
            return false;
        }
        state.time = std::max(state.time, port.produces ? ring.room(at.acquired) : ring.arrival(at.acquired)) + lock_;
        ++at.acquired;
        return true;
    }

    /// When the mover's buffers are ready for its next object; empty where it must wait for one.
    std::optional<Ticks> buffers_ready(const Mover& mover, const MoverState& state, std::uint32_t actor) {
        Ticks time = state.free;
        if (!mover.from_shim) {
            RingClock& ring = rings_[mover.source.ring];
            const std::uint64_t unit = state.objects / (static_cast<std::uint64_t>(mover.source_objects) * mover.source_repeat);
            if (!ring.is_there(unit)) {
                ring.await(actor);
                return std::nullopt;
            }
            time = std::max(time, ring.arrival(unit));
        }
        if (!mover.to_shim) {
            RingClock& ring = rings_[mover.destination.ring];
            const std::uint64_t unit = state.objects / mover.destination_objects;
            if (!ring.has_room(unit)) {
                ring.await(actor);
                return std::nullopt;
            }
            time = std::max(time, ring.room(unit));
        }
        return time;
    }

    void finish_object(const Mover& mover, MoverState& state, Ticks start, Ticks end) {
        state.busy += end - start;
        state.free = end;
        ++state.objects;
        if (!mover.from_shim && state.objects % (static_cast<std::uint64_t>(mover.source_objects) * mover.source_repeat) == 0)
            read(mover.source, end);
        if (!mover.to_shim && state.objects % mover.destination_objects == 0) write(mover.destination, end);
    }

    [[nodiscard]] Ticks stream_ticks(const Mover& mover) const {
        return ticks(4.0 * mover.object_words / device_.time.stream_bytes_per_cycle + device_.time.descriptor_cycles);
    }

    void run_mover(std::size_t index) {
        const Mover& mover = graph_.movers[index];
        MoverState& state = movers_[index];
        if (mover.from_shim || mover.to_shim) {
            prepare_shim_object(index);
            return;
        }
        while (const auto start = buffers_ready(mover, state, mover_actor(index)))
            finish_object(mover, state, *start, *start + stream_ticks(mover));
    }

    /// Sets when a shim mover could move its next object, as far as that is known now.
    void prepare_shim_object(std::size_t index) {
        const Mover& mover = graph_.movers[index];
        MoverState& state = movers_[index];
        state.is_ready = false;
        state.awaits_issue = false;
        if (state.transfer == mover.transfers.size()) return;
        std::uint64_t words = state.words_done;  // before the object's end, counted from the current transfer's beginning
        words += mover.object_words;
        std::size_t last = state.transfer;
        while (words > transfers_[mover.transfers[last]].words) words -= transfers_[mover.transfers[last++]].words;
        if (last >= state.issued) {
            state.awaits_issue = true;
            return;
        }
        const auto ready = buffers_ready(mover, state, mover_actor(index));
        if (!ready) return;
        state.is_ready = true;
        state.ready_at = std::max(*ready, transfers_[mover.transfers[last]].issued_at);
    }

    /// Lets the shim mover that can begin first move its object over the common path. False where none can.
    bool move_earliest() {
        std::size_t earliest = movers_.size();
        for (std::size_t i = 0; i < movers_.size(); ++i)
            if (movers_[i].is_ready && (earliest == movers_.size() || movers_[i].ready_at < movers_[earliest].ready_at))
                earliest = i;
        if (earliest == movers_.size()) return false;
        move_shim_object(earliest);
        return true;
    }

    void move_shim_object(std::size_t index) {
        const Mover& mover = graph_.movers[index];
        MoverState& state = movers_[index];
        const TimeParameters& time = device_.time;
        state.is_ready = false;
        double runs = 0;
        std::vector<std::uint32_t>& done = done_transfers_;
        done.clear();
        for (std::uint64_t left = mover.object_words; left > 0;) {
            const std::uint32_t number = mover.transfers[state.transfer];
            const TransferState& transfer = transfers_[number];
            const std::uint64_t words = std::min(left, transfer.words - state.words_done);
            runs += static_cast<double>(words) / static_cast<double>(transfer.run_words);
            state.words_done += words;
            left -= words;
            if (state.words_done == transfer.words) {
                done.push_back(number);
                ++state.transfer;
                state.words_done = 0;
            }
        }
        const double bytes = 4.0 * mover.object_words;
        Path& path = mover.from_shim ? read_path_ : write_path_;
        const double path_rate = (mover.from_shim ? time.shim_read_gb_per_s : time.shim_write_gb_per_s) / time.clock_ghz;
        const Ticks path_time = ticks(bytes / path_rate + runs * time.path_run_cycles);
        const double run_cycles = mover.from_shim ? time.read_run_cycles : time.write_run_cycles;
        const double channel_rate = time.shim_channel_gb_per_s / time.clock_ghz;
        const Ticks channel_time = std::max(stream_ticks(mover), ticks(bytes / channel_rate + runs * run_cycles));
        const Ticks start = state.ready_at;
        const Ticks served = std::max(start, path.free);
        path.free = served + path_time;
        path.busy += path_time;
        path.bytes += static_cast<std::int64_t>(bytes);
        for (const std::uint32_t number : done) transfers_[number].done_at = std::max(path.free, start + channel_time);
        finish_object(mover, state, start, std::max(path.free, start + channel_time));
        state.busy += channel_time - (state.free - start);  // waiting for the common path is not the channel's work
        if (!done.empty()) wake(controller_actor());
        wake(mover_actor(index));
    }

    /// Issues tasks in order until one finds its channel's queue full.
    void run_controller() {
        for (; issued_ < transfers_.size(); ++issued_) {
            const std::size_t index = mover_of_[program_.transfers[issued_].fifo];
            const Mover& mover = graph_.movers[index];
            MoverState& state = movers_[index];
            const auto queue = static_cast<std::size_t>(device_.task_queue);
            if (state.issued >= state.transfer + queue) return;
            if (state.issued >= queue)
                controller_time_ = std::max(controller_time_, transfers_[mover.transfers[state.issued - queue]].done_at);
            controller_time_ += issue_;
            transfers_[issued_].issued_at = controller_time_;
            ++state.issued;
            if (state.awaits_issue) wake(mover_actor(index));
        }
    }

    void check_end() const {
        Complaints waits;
        for (std::size_t i = 0; i < cores_.size(); ++i) {
            const CoreActor& core = graph_.cores[i];
            if (cores_[i].next == core.ops.size()) continue;
            const CorePort& port = core.ports[core.ops[cores_[i].next].port];
            waits.add(tile_name(core.tile), port.produces ? " waits for room in " : " waits for an object of ",
                      fifo_name(program_.fifos[port.fifo]));
        }
        for (std::size_t i = 0; i < movers_.size(); ++i)
            if (movers_[i].transfer < graph_.movers[i].transfers.size())
                waits.add(graph_.movers[i].transfers.size() - movers_[i].transfer, " transfers of ",
                          fifo_name(program_.fifos[graph_.movers[i].fifo]), " wait");
        if (!waits.empty()) refuse("The program would never end", waits);
        for (std::size_t i = 0; i < rings_.size(); ++i) {
            const ObjectFifo& fifo = program_.fifos[graph_.rings[i].fifo];
            if (rings_[i].left() != 0)
                waits.add(rings_[i].left(), " objects of ", fifo_name(fifo), " are never read");
            else if (!rings_[i].is_even())
                waits.add("an object of ", fifo_name(fifo), " is there in part only");
        }
        for (std::size_t i = 0; i < movers_.size(); ++i) {
            const Mover& mover = graph_.movers[i];
            if (movers_[i].objects % (static_cast<std::uint64_t>(mover.source_objects) * mover.source_repeat) != 0 ||
                movers_[i].objects % mover.destination_objects != 0)
                waits.add("the memory tile's buffer of ", fifo_name(program_.fifos[mover.fifo]), " is there in part only");
        }
        if (!waits.empty()) refuse("The program would leave objects behind", waits);
    }

    [[noreturn]] void refuse(const std::string& what, Complaints& waits) const {
        std::string sentence = what + " (" + fifo_list(waits) + ").";
        throw NpuFault(FaultKind::refused, sentence);
    }
    static std::string fifo_list(Complaints& waits) {
        std::string list;
        const std::vector<std::string> sentences = waits.take();
        constexpr std::size_t shown = 4;
        for (std::size_t i = 0; i < sentences.size() && i < shown; ++i) list += (i == 0 ? "" : "; ") + sentences[i];
        if (sentences.size() > shown) list += "; and more";
        return list;
    }

    [[nodiscard]] TimeReport report() const {
        Ticks end = 1;
        Ticks core_busy = 0;
        for (const CoreState& core : cores_) {
            end = std::max(end, core.time);
            core_busy += core.busy;
        }
        for (const TransferState& transfer : transfers_) end = std::max(end, transfer.done_at);
        TimeReport report;
        const auto share = [end](Ticks busy) { return static_cast<double>(busy) / static_cast<double>(end); };
        for (std::size_t i = 0; i < movers_.size(); ++i) {
            double& busiest = graph_.movers[i].from_shim || graph_.movers[i].to_shim ? report.channel_share : report.stream_share;
            busiest = std::max(busiest, share(movers_[i].busy));
        }
        report.cycles = static_cast<double>(end) / ticks_per_cycle;
        report.duration = std::chrono::nanoseconds(std::llround(report.cycles / device_.time.clock_ghz));
        report.utilisation = static_cast<double>(program_.macs) /
                             (report.cycles * device_.cores() * device_.macs_per_cycle(program_.uses_int8_peak));
        report.bytes_read = read_path_.bytes;
        report.bytes_written = write_path_.bytes;
        report.cores = static_cast<int>(cores_.size());
        report.core_share = cores_.empty() ? 0 : share(core_busy) / static_cast<double>(cores_.size());
        report.read_share = share(read_path_.busy);
        report.write_share = share(write_path_.busy);
        report.controller_share = share(static_cast<Ticks>(transfers_.size()) * issue_);
        return report;
    }

    struct Path {
        Ticks free = 0;
        Ticks busy = 0;
        std::int64_t bytes = 0;
    };

    const ArrayProgram& program_;
    const ArrayGraph& graph_;
    const DeviceParameters& device_;
    std::vector<RingClock> rings_;
    std::vector<CoreState> cores_;
    std::vector<MoverState> movers_;
    std::vector<TransferState> transfers_;
    std::vector<std::size_t> mover_of_;  ///< by FIFO
    std::vector<bool> is_queued_;
    std::vector<std::uint32_t> woken_;
    std::vector<std::uint32_t> done_transfers_;
    Path read_path_;
    Path write_path_;
    std::size_t issued_ = 0;
    Ticks controller_time_ = 0;
    Ticks lock_ = 0;
    Ticks step_ = 0;
    Ticks issue_ = 0;
};

}  // namespace

std::string TimeReport::binding() const {
    struct Resource {
        const char* name;
        double share;
    };
    const std::array<Resource, 6> resources{{{"the cores", core_share},
                                             {"the path from DRAM", read_share},
                                             {"the path to DRAM", write_share},
                                             {"a shim channel", channel_share},
                                             {"a stream between tiles", stream_share},
                                             {"issuing shim tasks", controller_share}}};
    const Resource& busiest = *std::ranges::max_element(resources, {}, &Resource::share);
    return std::string(busiest.name) + " (" + std::to_string(static_cast<int>(std::lround(100 * busiest.share))) + " %)";
}

TimeReport simulate_time(const ArrayProgram& program, const ArrayGraph& graph, const DeviceParameters& device) {
    return Simulation(program, graph, device).run();
}

}  // namespace tilescribe::npu
