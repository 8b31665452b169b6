#include "ui/inspector/inspector_parts.h"

#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"

#include <QFrame>
#include <QVBoxLayout>

namespace portolan {

void InspectorColumn::addKind(const QString& text) {
    m_column.addWidget(makeLabel(text, TextRole::Caption, TextTone::Text3));
}

void InspectorColumn::addHeadline(const QString& text) {
    QLabel* label = makeWrappedLabel(text, TextRole::SectionTitle, TextTone::Text1);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_column.addWidget(label);
}

void InspectorColumn::addSentence(const QString& text) {
    m_column.addWidget(makeWrappedLabel(text, TextRole::Dense, TextTone::Text2));
}

void InspectorColumn::addSection(const QString& title) {
    m_column.addSpacing(12);
    m_column.addWidget(makeLabel(title, TextRole::BodyStrong));
    m_column.addSpacing(4);
}

void InspectorColumn::addFacts(Facts facts) {
    if (facts.empty()) return;
    auto* list = new FactList;
    list->setFacts(std::move(facts));
    QObject::connect(list, &FactList::linkActivated, list, m_onLink);
    m_column.addWidget(list);
}

void InspectorColumn::addCode(const QString& text) {
    auto* frame = new QFrame;
    frame->setProperty("kind", QStringLiteral("box"));
    auto* inner = new QVBoxLayout(frame);
    inner->setContentsMargins(10, 8, 10, 8);
    QLabel* label = makeWrappedLabel(text.trimmed(), TextRole::MonoSmall, TextTone::Text1);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    inner->addWidget(label);
    m_column.addWidget(frame);
}

void InspectorColumn::addLine() {
    m_column.addSpacing(12);
    m_column.addWidget(makeLine(Qt::Horizontal));
}

void InspectorColumn::addSpace(int px) {
    m_column.addSpacing(px);
}

} // namespace portolan
