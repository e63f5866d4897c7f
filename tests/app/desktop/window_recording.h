// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/desktop/desktop.h"
#include "app/store/session_store.h"
#include "tests/app/desktop/speech.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tilescribe::testing {

/// The real window, and a recording that is made with it by its keys and buttons, from a virtual microphone of the test's own. What
/// waits returns false where it waited in vain; print() then says how far things have come.
class WindowRecording {
public:
    static constexpr int patience_ms = 120'000;  ///< for conditions that come within seconds on an idle machine

    /// `folder` takes sessions, recordings and settings.
    explicit WindowRecording(const std::filesystem::path& folder);
    ~WindowRecording();
    WindowRecording(const WindowRecording&) = delete;
    WindowRecording& operator=(const WindowRecording&) = delete;

    [[nodiscard]] Desktop& desktop() { return *desktop_; }
    /// Shows the window and waits until it can record and its model is loaded.
    bool open();
    /// Ctrl+R, and waits until every track hears its device.
    bool record();
    /// Waits until the track hears this device ("Monitor of room").
    bool hears(const QString& device, int track = 0);
    /// Plays into the device and waits until the player has ended and what it played is in the recording.
    bool speak(const Speech& speech, const QString& device);
    /// Clicks a button of the Live view by its text.
    bool click(const QString& text);
    /// Waits until the captions say what was spoken and none of it is provisional any more.
    bool shows_finally(const Speech& speech);
    /// Waits until the Live view shows a notice with this id.
    bool is_told(const QString& notice);
    /// Ctrl+R, and waits until the session is saved with all its text.
    bool stop();

    /// The session on screen as the database has it.
    [[nodiscard]] const SessionStore& store();
    [[nodiscard]] SessionId session() { return desktop_->recording().session(); }
    [[nodiscard]] std::filesystem::path sound_file(int track = 0);
    /// The stored text that lies between these seconds.
    [[nodiscard]] std::string stored_text(int track = 0, double from_s = 0, double until_s = 1e9);
    /// What the recorder has told so far.
    [[nodiscard]] const std::vector<CaptureEvent>& events() const { return events_; }
    [[nodiscard]] std::vector<CaptureEvent> events(CaptureEvent::Kind kind) const;
    /// The visible notices of the Live view.
    [[nodiscard]] QStringList notices();
    /// What the captions view shows of a track.
    [[nodiscard]] std::string shown_text(int track = 0);
    [[nodiscard]] QStringList shown_gaps();

    /// Lets the program go, as if it had ended.
    void close() { desktop_.reset(); }
    /// For the log of a test that failed.
    void print();

private:
    void print_store();

    std::filesystem::path folder_;
    std::unique_ptr<Desktop> desktop_;
    std::unique_ptr<SessionStore> store_;
    std::vector<CaptureEvent> events_;
    QStringList failures_;
};

/// The word error rate of the file when it is dropped on a window of its own.
[[nodiscard]] double word_error_rate_of_file(const Speech& speech);

}  // namespace tilescribe::testing
