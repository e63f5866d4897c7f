// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sound_player.h"

#include "app/desktop/on_gui.h"
#include "engine/audio/audio_format.h"
#include "engine/audio/media_file_source.h"
#include "engine/audio/sound_output.h"

#include <algorithm>
#include <array>

namespace tilescribe {
namespace {

constexpr std::size_t block_samples = whisper_sample_rate / 10;
using Block = std::array<float, block_samples>;

/// The tracks one on top of the other.
class Mix {
public:
    Mix(const std::vector<std::filesystem::path>& tracks, double start) {
        for (const auto& track : tracks) sources_.push_back(std::make_unique<MediaFileSource>(track));
        for (auto left = static_cast<std::int64_t>(start * whisper_sample_rate); left > 0;) {
            const auto wanted = std::min<std::int64_t>(left, block_samples);
            Block skipped{};
            if (read(std::span(skipped).first(static_cast<std::size_t>(wanted))) == 0) return;
            left -= wanted;
        }
    }
    std::size_t read(std::span<float> block) {
        std::ranges::fill(block, 0.0F);
        std::size_t longest = 0;
        for (const auto& source : sources_) {
            Block one{};
            const std::size_t got = source->read(std::span(one).first(block.size()));
            for (std::size_t i = 0; i < got; ++i) block[i] = std::clamp(block[i] + one.at(i), -1.0F, 1.0F);
            longest = std::max(longest, got);
        }
        return longest;
    }

private:
    std::vector<std::unique_ptr<MediaFileSource>> sources_;
};

}  // namespace

struct SoundPlayer::Order {
    quint64 number = 0;
    std::vector<std::filesystem::path> tracks;
    double start = 0;
    double end = -1;
    std::stop_token stop;
};

SoundPlayer::SoundPlayer(QObject* parent) : QObject(parent), thread_(std::make_unique<Background>()) {}

SoundPlayer::~SoundPlayer() {
    stop_.request_stop();
    thread_.reset();
}

void SoundPlayer::play(const std::vector<std::filesystem::path>& tracks, double start, double end) {
    stop_.request_stop();
    stop_ = std::stop_source();
    const Order order{++order_, tracks, std::max(0.0, start), end, stop_.get_token()};
    thread_->run([this, order] { work(order); });
}

void SoundPlayer::stop() {
    stop_.request_stop();
}

void SoundPlayer::work(const Order& order) {
    double position = order.start;
    const auto tell = [this, number = order.number](const auto& use) {
        onThreadOf(this, [this, number, use] {
            if (number == order_) use();
        });
    };
    try {
        Mix mix(order.tracks, order.start);
        SoundOutput output;
        Block block{};
        while (!order.stop.stop_requested() && (order.end < 0 || position < order.end)) {
            const std::size_t got = mix.read(block);
            if (got == 0) break;
            output.write(std::span(block).first(got));
            position += static_cast<double>(got) / whisper_sample_rate;
            tell([this, heard = std::max(order.start, position - output.latency())] { Q_EMIT positionChanged(heard); });
        }
        if (order.stop.stop_requested())
            output.flush();
        else
            output.drain();
    } catch (const std::exception& error) {
        tell([this, sentence = tr("The sound cannot be played: %1").arg(QString::fromUtf8(error.what()))] {
            Q_EMIT failed(sentence);
        });
    }
    tell([this, position] { Q_EMIT stopped(position); });
}

}  // namespace tilescribe
