// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "engine/transcript/transcript_writer.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace tilescribe {

class SessionListModel;

/// What a deletion takes away.
enum class DeleteScope {
    everything,  ///< to the trash
    soundOnly    ///< for good; the text stays
};

/// Past sessions, live and file alike: search in all of them, open, rename (F2), delete (Del), export.
class LibraryView final : public QWidget {
    Q_OBJECT
public:
    explicit LibraryView(QWidget* parent = nullptr);

    [[nodiscard]] SessionListModel* sessions() const { return sessions_; }
    [[nodiscard]] QString searchText() const;
    void focusSearch();
    /// The session in focus, or -1.
    [[nodiscard]] qint64 currentSession() const;

Q_SIGNALS:
    /// 250 ms after the last keystroke, at once with Return or when the field is emptied.
    void searchChanged(const QString& text);
    void openRequested(qint64 id);
    void renameRequested(qint64 id, const QString& title);
    void deleteRequested(qint64 id, tilescribe::DeleteScope scope);
    void exportRequested(qint64 id, tilescribe::TranscriptFormat format);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeList();
    void connectList();
    void announceSearch();
    void showState();
    void fillDeleteMenu(QMenu& menu);
    void fillContextMenu(QMenu& menu);
    void confirmSoundDeletion();

    SessionListModel* sessions_;
    QLineEdit* search_ = nullptr;
    QPushButton* open_ = nullptr;
    QPushButton* rename_ = nullptr;
    QPushButton* delete_ = nullptr;
    QPushButton* export_ = nullptr;
    QListView* list_ = nullptr;
    QLabel* empty_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QTimer debounce_;
    QString announced_;
};

}  // namespace tilescribe
