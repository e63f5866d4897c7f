// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/speech.h"

#include "tests/engine/capture/sound_match.h"
#include "tests/support/shared_files.h"
#include "tests/support/wav_reader.h"
#include "tests/support/wav_writer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace tilescribe::testing {
namespace {

constexpr double rate = 16000;
constexpr double around_s = 0.25;   // kept before and after the sentences
constexpr double same_sound = 0.9;  // a resampler and a change of level leave more than 0.97

struct Sentence {
    double start, end;
    std::string text;
};

std::vector<Sentence> sentences_of(const std::string& name) {
    const auto path = shared_folder() / "audio" / (name + ".json");
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("cannot read " + path.string());
    std::vector<Sentence> sentences;
    for (const QJsonValue sentence : QJsonDocument::fromJson(file.readAll()).array()) {
        sentences.push_back(
            {sentence[u"start"].toDouble(), sentence[u"end"].toDouble(), sentence[u"text"].toString().toStdString()});
    }
    if (sentences.empty()) throw std::runtime_error("no sentences in " + path.string());
    return sentences;
}

}  // namespace

Speech whole_speech(const std::string& name) {
    Speech speech{.file = shared_folder() / "audio" / (name + ".wav"), .truth = {}, .seconds = 0};
    for (const Sentence& sentence : sentences_of(name)) speech.truth += sentence.text + ' ';
    speech.seconds = static_cast<double>(read_wav(speech.file).size()) / rate;
    return speech;
}

Speech cut_speech(const std::string& name, int first, int count, const std::filesystem::path& folder) {
    const std::vector<Sentence> all = sentences_of(name);
    const std::vector<float> sound = read_wav(shared_folder() / "audio" / (name + ".wav"));
    Speech speech{.file = folder / (name + '-' + std::to_string(first) + ".wav"), .truth = {}, .seconds = 0};
    for (int i = first; i < first + count; ++i) speech.truth += all.at(static_cast<std::size_t>(i)).text + ' ';
    const double begin = std::max(0.0, all.at(static_cast<std::size_t>(first)).start - around_s);
    const double end = all.at(static_cast<std::size_t>(first + count - 1)).end + around_s;
    const auto from = static_cast<std::size_t>(begin * rate);
    const auto until = std::min(sound.size(), static_cast<std::size_t>(end * rate));
    write_wav(speech.file, std::span(sound).subspan(from, until - from));
    speech.seconds = static_cast<double>(until - from) / rate;
    return speech;
}

double second_of(const Speech& speech, const std::filesystem::path& recording) {
    const SoundMatch match = find_sound(read_wav(recording), read_wav(speech.file));
    return match.correlation > same_sound ? static_cast<double>(match.offset) / rate : -1;
}

}  // namespace tilescribe::testing
