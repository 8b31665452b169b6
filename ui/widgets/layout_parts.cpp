#include "ui/widgets/layout_parts.h"

#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr int kGap = 8;
constexpr int kPanelPadding = 16;

} // namespace

TitleRow::TitleRow(HeaderKind kind, const QString& title, QWidget* parent)
    : QWidget(parent),
      m_title(makeLabel(title, kind == HeaderKind::Page ? TextRole::PageTitle : TextRole::SectionTitle)),
      m_note(makeElidedLabel(kind == HeaderKind::Page ? TextRole::Body : TextRole::Dense, TextTone::Text2)),
      m_controls(new QHBoxLayout) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    if (kind == HeaderKind::Page) {
        auto* column = new QVBoxLayout;
        column->setSpacing(2);
        column->addWidget(m_title);
        column->addWidget(m_note);
        row->addLayout(column, 1);
    } else {
        row->addWidget(m_title);
        row->addWidget(m_note, 1);
    }
    m_controls->setSpacing(kGap);
    row->addLayout(m_controls);
}

void TitleRow::setTitle(const QString& title) {
    m_title->setText(title);
}

void TitleRow::setNote(const QString& note) {
    m_note->setWhole(note);
}

void TitleRow::addControl(QWidget* control) {
    m_controls->addWidget(control, 0, Qt::AlignVCenter);
}

QFrame* makeCard(QVBoxLayout** layout) {
    auto* card = new QFrame;
    card->setProperty("kind", QStringLiteral("card"));
    *layout = new QVBoxLayout(card);
    (*layout)->setContentsMargins(1, 1, 1, 1);
    (*layout)->setSpacing(0);
    return card;
}

QWidget* makeLine(Qt::Orientation orientation) {
    auto* line = new QWidget;
    line->setProperty("kind", QStringLiteral("line"));
    line->setAttribute(Qt::WA_StyledBackground);
    if (orientation == Qt::Horizontal) {
        line->setFixedHeight(1);
    } else {
        line->setFixedWidth(1);
    }
    return line;
}

QWidget* makeScrollPanel(QVBoxLayout** layout) {
    auto* panel = new QWidget;
    panel->setProperty("kind", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    *layout = new QVBoxLayout(panel);
    (*layout)->setContentsMargins(kPanelPadding, kPanelPadding, kPanelPadding, kPanelPadding);
    (*layout)->setSpacing(kGap);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(panel);
    return scroll;
}

} // namespace portolan
