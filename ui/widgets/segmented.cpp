#include "ui/widgets/segmented.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

namespace portolan {

Segmented::Segmented(const QStringList& choices, QWidget* parent) : QFrame(parent) {
    setProperty("kind", QStringLiteral("segments"));
    setFixedHeight(28);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(0);
    for (const QString& choice : choices) {
        auto* button = new QPushButton(choice);
        button->setProperty("kind", QStringLiteral("segment"));
        button->setCheckable(true);
        button->setAutoDefault(false);
        row->addWidget(button);
        const int index = static_cast<int>(m_buttons.size());
        connect(button, &QPushButton::clicked, this, [this, index] { choose(index); });
        m_buttons.push_back(button);
    }
    setCurrent(0);
}

void Segmented::setCurrent(int index) {
    m_current = index;
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const bool isChosen = static_cast<int>(i) == index;
        m_buttons[i]->setChecked(isChosen);
        m_buttons[i]->setFocusPolicy(isChosen ? Qt::TabFocus : Qt::ClickFocus);
    }
}

void Segmented::setText(int index, const QString& text) {
    m_buttons.at(static_cast<std::size_t>(index))->setText(text);
}

void Segmented::setUnavailable(int index, const QString& reason) {
    QPushButton* button = m_buttons.at(static_cast<std::size_t>(index));
    button->setEnabled(reason.isEmpty());
    button->setToolTip(reason);
}

void Segmented::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0) {
        QFrame::keyPressEvent(event);
        return;
    }
    const int count = static_cast<int>(m_buttons.size());
    for (int next = m_current + step; next >= 0 && next < count; next += step) {
        QPushButton* button = m_buttons[static_cast<std::size_t>(next)];
        if (!button->isEnabled()) continue;
        choose(next);
        button->setFocus(Qt::TabFocusReason);
        return;
    }
}

void Segmented::choose(int index) {
    if (!m_buttons.at(static_cast<std::size_t>(index))->isEnabled()) return;
    const bool isChange = index != m_current;
    setCurrent(index);
    if (isChange) Q_EMIT chosen(index);
}

} // namespace portolan
