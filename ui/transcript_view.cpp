// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transcript_view.h"

#include "ui/format_text.h"
#include "ui/style_sheet.h"
#include "ui/tabular_text.h"
#include "ui/theme.h"
#include "ui/transcript_model.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>

#include <algorithm>
#include <memory>

namespace tilescribe {
namespace {

constexpr double sideMargin = 22;
constexpr double largestSpeaker = 120;

QFont marginFont(QFont::Weight weight = QFont::Normal) {
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 0.89);
    font.setWeight(weight);
    return font;
}

double timeWidth() {
    return tabularWidth(QFontMetricsF(marginFont()), QStringLiteral("0:00:00")) + 16;
}

QTextBlockFormat blockFormat(bool gap) {
    QTextBlockFormat format;
    format.setLineHeight(gap ? 120 : 128, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(gap ? 12 : 4);
    format.setBottomMargin(gap ? 10 : 8);
    return format;
}

QTextCharFormat softFormat(bool small) {
    QTextCharFormat format;
    format.setForeground(themeColors().soft);
    if (small) format.setFontPointSize(QApplication::font().pointSizeF() * 0.89);
    return format;
}

QColor speakerColor(int track) {
    return track % 2 == 0 ? themeColors().accent : themeColors().accent2;
}

/// The word whose text covers an offset into the confirmed text.
const CaptionWord* wordAt(const CaptionLine& line, int offset) {
    qsizetype from = 0;
    for (const CaptionWord& word : line.words) {
        const qsizetype at = line.confirmed.indexOf(word.text, from);
        if (at < 0) continue;
        if (offset <= at + word.text.size()) return &word;
        from = at + word.text.size();
    }
    return nullptr;
}

/// Where the word spoken at this second stands in the confirmed text: offset and length.
std::optional<std::pair<int, int>> spokenWord(const CaptionLine& line, double seconds) {
    qsizetype from = 0;
    for (const CaptionWord& word : line.words) {
        const qsizetype at = line.confirmed.indexOf(word.text, from);
        if (at < 0) continue;
        if (seconds >= word.start && seconds < word.end) return std::pair(static_cast<int>(at), static_cast<int>(word.text.size()));
        from = at + word.text.size();
    }
    return {};
}

}  // namespace

TranscriptView::TranscriptView(TranscriptModel* model, QWidget* parent) : QTextEdit(parent), model_(model) {
    setRole(this, "captions");
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setAcceptDrops(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Transcript"));
    connect(model, &TranscriptModel::modelReset, this, &TranscriptView::rebuild);
    connect(model, &TranscriptModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { insertRows(first, last); });
    connect(model, &TranscriptModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { removeRows(first, last); });
    connect(model, &TranscriptModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { updateRows(first.row(), last.row()); });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (following_) jumpToEnd();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (live_ && !scrolling_) setFollowing(value >= verticalScrollBar()->maximum() - 2);
    });
    rebuild();
}

const CaptionLine& TranscriptView::lineAt(int row) const {
    return model_->lines()[static_cast<std::size_t>(row)];
}

void TranscriptView::setLive(bool live) {
    live_ = live;
    setFollowing(live);
}

void TranscriptView::setFollowing(bool following) {
    if (following_ == following) return;
    following_ = following;
    Q_EMIT followingChanged(following);
}

void TranscriptView::jumpToEnd() {
    scrolling_ = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    scrolling_ = false;
    setFollowing(live_);
}

void TranscriptView::setClickToHear(bool enabled) {
    clickToHear_ = enabled;
    viewport()->setCursor(enabled ? Qt::PointingHandCursor : Qt::IBeamCursor);
}

void TranscriptView::setEmptyText(const QString& text) {
    emptyText_ = text;
    viewport()->update();
}

void TranscriptView::rebuild() {
    document()->clear();
    playingRow_ = -1;
    setExtraSelections({});
    layOutMargin();
    if (model_->rowCount() > 0) insertRows(0, model_->rowCount() - 1);
    QTextCursor home(document());
    scrolling_ = true;
    setTextCursor(home);
    verticalScrollBar()->setValue(0);
    scrolling_ = false;
    if (following_) jumpToEnd();
}

void TranscriptView::insertRows(int first, int last) {
    layOutMargin();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (int row = first; row <= last; ++row) {
        const bool onlyRow = document()->blockCount() == 1 && row == 0 && model_->rowCount() == last - first + 1;
        if (!onlyRow) {
            if (row == 0) {
                cursor.setPosition(0);
                cursor.insertBlock();
            } else {
                const QTextBlock before = document()->findBlockByNumber(row - 1);
                cursor.setPosition(before.position() + before.length() - 1);
                cursor.insertBlock();
            }
        }
        document()->findBlockByNumber(row).setUserState(-1);
        writeBlock(row);
    }
    cursor.endEditBlock();
}

void TranscriptView::removeRows(int first, int last) {
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (int row = last; row >= first; --row) {
        const QTextBlock block = document()->findBlockByNumber(row);
        cursor.setPosition(block.position());
        if (block.next().isValid()) {
            cursor.setPosition(block.next().position(), QTextCursor::KeepAnchor);
            // Joining blocks keeps the first one's state and format: carry over those of the block that stays.
            const int state = block.next().userState();
            const QTextBlockFormat format = block.next().blockFormat();
            cursor.removeSelectedText();
            cursor.setBlockFormat(format);
            document()->findBlockByNumber(row).setUserState(state);
        } else {
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            cursor.removeSelectedText();
            if (row > 0) cursor.deletePreviousChar();
        }
    }
    cursor.endEditBlock();
    playingRow_ = -1;
    setExtraSelections({});
    viewport()->update();
}

void TranscriptView::updateRows(int first, int last) {
    layOutMargin();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (int row = first; row <= last; ++row) writeBlock(row);
    cursor.endEditBlock();
    viewport()->update();
}

void TranscriptView::writeBlock(int row) {
    const CaptionLine& line = lineAt(row);
    const bool gap = line.kind == CaptionLine::Kind::gap;
    QTextBlock block = document()->findBlockByNumber(row);
    const QString before = block.text();
    const QString text = line.text();
    const int confirmed = static_cast<int>(line.confirmed.size());
    const int oldConfirmed = block.userState();

    qsizetype same = 0;
    const qsizetype shorter = std::min(before.size(), text.size());
    while (same < shorter && before[same] == text[same]) ++same;
    if (oldConfirmed != confirmed) same = std::min<qsizetype>({same, std::max(oldConfirmed, 0), confirmed});
    if (oldConfirmed == confirmed && same == before.size() && same == text.size()) return;

    QTextCursor cursor(block);
    if (oldConfirmed < 0) cursor.setBlockFormat(blockFormat(gap));
    cursor.setPosition(block.position() + static_cast<int>(same));
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    if (same < confirmed) cursor.insertText(text.mid(same, confirmed - same), gap ? softFormat(true) : QTextCharFormat());
    if (const qsizetype from = std::max<qsizetype>(same, confirmed); from < text.size())
        cursor.insertText(text.mid(from), softFormat(gap));
    document()->findBlockByNumber(row).setUserState(confirmed);
}

void TranscriptView::layOutMargin() {
    const QFontMetricsF metrics(marginFont(QFont::DemiBold));
    double widest = 0;
    QStringList seen;
    for (const CaptionLine& line : model_->lines()) {
        if (line.speaker.isEmpty() || seen.contains(line.speaker)) continue;
        seen << line.speaker;
        widest = std::max(widest, metrics.horizontalAdvance(line.speaker) + 22);
    }
    speakerWidth_ = std::min(widest, largestSpeaker);
    QTextFrameFormat format = document()->rootFrame()->frameFormat();
    const double left = sideMargin + timeWidth() + speakerWidth_;
    if (format.leftMargin() == left) return;
    format.setLeftMargin(left);
    format.setRightMargin(sideMargin);
    format.setTopMargin(12);
    format.setBottomMargin(14);
    document()->rootFrame()->setFrameFormat(format);
}

void TranscriptView::paintEvent(QPaintEvent* event) {
    QTextEdit::paintEvent(event);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    if (model_->rowCount() == 0) {
        painter.setPen(themeColors().soft);
        painter.setFont(QApplication::font());
        painter.drawText(viewport()->rect().adjusted(40, 0, -40, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
        return;
    }
    const auto* layout = document()->documentLayout();
    const double scrolled = verticalScrollBar()->value();
    for (QTextBlock block = cursorForPosition({0, 0}).block(); block.isValid(); block = block.next()) {
        const QRectF rect = layout->blockBoundingRect(block).translated(0, -scrolled);
        if (rect.top() > viewport()->height()) break;
        if (block.blockNumber() >= model_->rowCount() || block.layout()->lineCount() == 0) continue;
        const QTextLine first = block.layout()->lineAt(0);
        paintMargin(painter, block.blockNumber(), rect, rect.top() + first.y() + first.ascent());
    }
}

void TranscriptView::paintMargin(QPainter& painter, int row, const QRectF& block, double baseline) const {
    const ThemeColors& colors = themeColors();
    const CaptionLine& line = lineAt(row);
    if (line.kind == CaptionLine::Kind::gap) {
        QColor veil = colors.soft;
        veil.setAlphaF(0.55F);
        QPen pen(veil, 1, Qt::CustomDashLine);
        pen.setDashPattern({3, 3});
        painter.setPen(pen);
        const double y = std::floor(block.top() - 4) + 0.5;
        painter.drawLine(QPointF(sideMargin, y), QPointF(viewport()->width() - sideMargin, y));
    }
    painter.setFont(marginFont());
    painter.setPen(colors.soft);
    drawTabular(painter, {sideMargin, baseline}, format::clock(line.start));
    if (line.speaker.isEmpty() || line.kind == CaptionLine::Kind::gap) return;
    painter.setFont(marginFont(QFont::DemiBold));
    painter.setPen(speakerColor(line.track));
    const QString name = painter.fontMetrics().elidedText(line.speaker, Qt::ElideRight, static_cast<int>(speakerWidth_) - 8);
    painter.drawText(QPointF(sideMargin + timeWidth(), baseline), name);
}

void TranscriptView::setPlayPosition(std::optional<double> seconds) {
    const int row = seconds ? model_->rowAt(*seconds) : -1;
    const bool moved = row != playingRow_;
    playingRow_ = row;
    markPlaying(seconds);
    if (moved && row >= 0) setModelRowInSight(row);
}

void TranscriptView::markPlaying(std::optional<double> seconds) {
    QList<ExtraSelection> marks;
    if (playingRow_ >= 0 && seconds) {
        const QTextBlock block = document()->findBlockByNumber(playingRow_);
        ExtraSelection mark;
        QColor veil = themeColors().accent2;
        mark.cursor = QTextCursor(block);
        mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        veil.setAlphaF(0.13F);
        mark.format.setBackground(veil);
        marks << mark;
        if (const auto word = spokenWord(lineAt(playingRow_), *seconds)) {
            mark.cursor.setPosition(block.position() + word->first);
            mark.cursor.setPosition(block.position() + word->first + word->second, QTextCursor::KeepAnchor);
            veil.setAlphaF(0.32F);
            mark.format.setBackground(veil);
            marks << mark;
        }
    }
    setExtraSelections(marks);
}

void TranscriptView::setModelRowInSight(int row) {
    const QRectF rect = document()->documentLayout()->blockBoundingRect(document()->findBlockByNumber(row));
    const int top = verticalScrollBar()->value();
    if (rect.top() >= top && rect.bottom() <= top + viewport()->height()) return;
    verticalScrollBar()->setValue(static_cast<int>(rect.top()) - viewport()->height() / 3);
}

QString TranscriptView::rowText(int row) const {
    const CaptionLine& line = lineAt(row);
    const QString speaker = line.speaker.isEmpty() ? QString() : line.speaker + QStringLiteral(": ");
    return QStringLiteral("%1 %2%3").arg(format::clock(line.start), speaker, line.text());
}

QString TranscriptView::plainText() const {
    QStringList rows;
    for (int row = 0; row < model_->rowCount(); ++row) rows << rowText(row);
    return rows.join(QLatin1Char('\n'));
}

void TranscriptView::keyPressEvent(QKeyEvent* event) {
    const bool plain = event->modifiers() == Qt::NoModifier;
    if (plain && event->key() == Qt::Key_Space) {
        event->ignore();  // the page's own: record, play
        return;
    }
    if (plain && clickToHear_ && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        requestPlayAt(textCursor());
        return;
    }
    if (event->matches(QKeySequence::MoveToEndOfDocument)) jumpToEnd();
    QTextEdit::keyPressEvent(event);
}

void TranscriptView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) pressedAt_ = event->pos();
    QTextEdit::mousePressEvent(event);
}

void TranscriptView::mouseReleaseEvent(QMouseEvent* event) {
    QTextEdit::mouseReleaseEvent(event);
    const bool click = pressedAt_ && (event->pos() - *pressedAt_).manhattanLength() < QApplication::startDragDistance();
    pressedAt_.reset();
    if (clickToHear_ && click && event->button() == Qt::LeftButton && !textCursor().hasSelection())
        requestPlayAt(cursorForPosition(event->pos()));
}

void TranscriptView::requestPlayAt(const QTextCursor& cursor) {
    const int row = cursor.blockNumber();
    if (row >= model_->rowCount() || lineAt(row).kind == CaptionLine::Kind::gap) return;
    const CaptionLine& line = lineAt(row);
    const CaptionWord* word = wordAt(line, cursor.positionInBlock());
    Q_EMIT playRequested(word != nullptr ? word->start : line.start, line.end);
}

void TranscriptView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    QAction* copy = menu.addAction(tr("Copy"), QKeySequence::Copy, this, &QTextEdit::copy);
    copy->setEnabled(textCursor().hasSelection());
    menu.addAction(tr("Copy everything"), this, [this] { QApplication::clipboard()->setText(plainText()); });
    menu.addAction(tr("Select all"), QKeySequence::SelectAll, this, &QTextEdit::selectAll);
    menu.exec(event->globalPos());
}

void TranscriptView::changeEvent(QEvent* event) {
    QTextEdit::changeEvent(event);
    // The dimmed words carry their colour in the document.
    if (event->type() == QEvent::PaletteChange && document()->blockCount() == std::max(1, model_->rowCount())) {
        for (int row = 0; row < model_->rowCount(); ++row) document()->findBlockByNumber(row).setUserState(-1);
        if (model_->rowCount() > 0) updateRows(0, model_->rowCount() - 1);
    }
}

QMimeData* TranscriptView::createMimeDataFromSelection() const {
    const QTextCursor cursor = textCursor();
    const QTextBlock first = document()->findBlock(cursor.selectionStart());
    const QTextBlock last = document()->findBlock(cursor.selectionEnd());
    auto mime = std::make_unique<QMimeData>();
    if (first == last) {
        mime->setText(cursor.selectedText());
    } else {
        // Over several rows, whole rows are what one wants to paste.
        QStringList rows;
        const int end = std::min(last.blockNumber(), model_->rowCount() - 1);
        for (int row = first.blockNumber(); row <= end; ++row) rows << rowText(row);
        mime->setText(rows.join(QLatin1Char('\n')));
    }
    return mime.release();
}

}  // namespace tilescribe
