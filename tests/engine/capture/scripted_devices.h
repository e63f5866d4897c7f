// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/audio/capture_buffer.h"
#include "engine/audio/capture_system.h"
#include "engine/audio/change_listeners.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace tilescribe::testing {

/// Devices that a test plugs, unplugs and speaks into. Sources are made by open(); the test delivers their frames itself, at the
/// times it names. Thread-safe, as the real ones are.
class ScriptedDevices final : public CaptureSystem {
public:
    using Clock = CaptureBuffer::Clock;

    [[nodiscard]] AudioDeviceList devices() const override {
        const std::scoped_lock lock(mutex_);
        return list_;
    }

    [[nodiscard]] std::unique_ptr<AudioSource> open(const AudioDevice& device) override {
        const std::scoped_lock lock(mutex_);
        ++openings_[device.id];
        if (std::ranges::count(broken_, device.id) > 0) throw AudioDeviceError(device.id + " is broken");
        return std::make_unique<Source>(*this, device);
    }

    void rescan() override {}
    [[nodiscard]] Token on_change(std::function<void()> listener) override { return listeners_.add(std::move(listener)); }

    static AudioDevice device(const std::string& id, bool is_monitor = false, SampleRate rate = 16000) {
        AudioDevice made;
        made.id = id;
        made.name = "The " + id;
        made.is_monitor = is_monitor;
        made.rate = rate;
        return made;
    }

    void plug(AudioDevice device) {
        {
            const std::scoped_lock lock(mutex_);
            device.incarnation = ++incarnations_;
            list_.devices.push_back(std::move(device));
        }
        listeners_.notify();
    }
    void unplug(const std::string& id) {
        {
            const std::scoped_lock lock(mutex_);
            std::erase_if(list_.devices, [&](const AudioDevice& device) { return device.id == id; });
            if (list_.default_input_id == id) list_.default_input_id.clear();
        }
        listeners_.notify();
    }
    void set_default(const std::string& input, const std::string& monitor = {}) {
        {
            const std::scoped_lock lock(mutex_);
            list_.default_input_id = input;
            list_.default_monitor_id = monitor;
        }
        listeners_.notify();
    }
    void set_broken(std::vector<std::string> ids) {
        const std::scoped_lock lock(mutex_);
        broken_ = std::move(ids);
    }

    /// As the device's callback would: `frames` mono samples, the last of which arrived at `time`. False: nobody is recording it.
    bool deliver(const std::string& id, const std::vector<float>& frames, Clock::time_point time) {
        const std::scoped_lock lock(mutex_);
        const auto found = running_.find(id);
        if (found == running_.end()) return false;
        found->second->receive(frames, false, time);
        return true;
    }
    /// What the device hands over while it is being stopped, the next time.
    void deliver_at_stop(const std::string& id, std::vector<float> frames, Clock::time_point time) {
        const std::scoped_lock lock(mutex_);
        last_words_[id] = {std::move(frames), time};
    }
    [[nodiscard]] int openings(const std::string& id) const {
        const std::scoped_lock lock(mutex_);
        const auto found = openings_.find(id);
        return found != openings_.end() ? found->second : 0;
    }
    [[nodiscard]] bool is_recorded(const std::string& id) const {
        const std::scoped_lock lock(mutex_);
        return running_.contains(id);
    }

private:
    class Source final : public AudioSource {
    public:
        Source(ScriptedDevices& owner, const AudioDevice& device) : owner_(owner), device_(device) {}
        ~Source() override { Source::stop(); }
        [[nodiscard]] AudioSourceFormat format() const override { return {device_.rate, 1}; }
        void start(CaptureBuffer& into) override {
            const std::scoped_lock lock(owner_.mutex_);
            buffer_ = &into;
            owner_.running_[device_.id] = &into;
        }
        void stop() noexcept override {
            const std::scoped_lock lock(owner_.mutex_);
            const auto found = owner_.running_.find(device_.id);
            if (found == owner_.running_.end() || found->second != buffer_) return;
            owner_.running_.erase(found);
            if (const auto last = owner_.last_words_.extract(device_.id); !last.empty())
                buffer_->receive(last.mapped().first, false, last.mapped().second);
        }
        [[nodiscard]] bool is_running() const noexcept override { return true; }

    private:
        ScriptedDevices& owner_;
        AudioDevice device_;
        CaptureBuffer* buffer_ = nullptr;
    };

    mutable std::mutex mutex_;
    AudioDeviceList list_;
    unsigned incarnations_ = 0;
    std::vector<std::string> broken_;
    std::map<std::string, CaptureBuffer*> running_;
    std::map<std::string, std::pair<std::vector<float>, Clock::time_point>> last_words_;
    std::map<std::string, int> openings_;
    ChangeListeners listeners_;
};

}  // namespace tilescribe::testing
