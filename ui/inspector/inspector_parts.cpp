#include "ui/inspector/inspector_parts.h"

#include "ui/models/entries.h"
#include "ui/models/words.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"

#include <QFrame>
#include <QVBoxLayout>

namespace portolan {

namespace {

// Parts of a link are set apart by a character that no name and no path has.
const QChar kMark(0x1f);
const QString kWorkload = QStringLiteral("workload");
const QString kPolicy = QStringLiteral("policy");
const QString kRule = QStringLiteral("rule");
const QString kFinding = QStringLiteral("finding");
const QString kEdge = QStringLiteral("edge");
const QString kEntry = QStringLiteral("entry");

QStringList endParts(const EndKey& end) {
    return {QString::number(static_cast<int>(end.kind)), toText(end.text)};
}

} // namespace

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

void InspectorColumn::addList(Facts facts) {
    if (facts.empty()) return;
    auto* list = new FactList;
    list->setKeyWidth(0);
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

QString linkTo(const Selection& selection) {
    QStringList parts;
    if (const auto* workload = std::get_if<WorkloadKey>(&selection))
        parts = {kWorkload, toText(workload->identity)};
    else if (const auto* policy = std::get_if<PolicyKey>(&selection))
        parts = {kPolicy, toText(policy->name)};
    else if (const auto* rule = std::get_if<RuleKey>(&selection))
        parts = {kRule, toText(rule->policy), directionText(rule->direction), QString::number(rule->index)};
    else if (const auto* finding = std::get_if<FindingKey>(&selection))
        parts = {kFinding, toText(finding->id), toText(finding->object), toText(finding->message)};
    else if (const auto* edge = std::get_if<EdgeKey>(&selection))
        parts = QStringList{kEdge} + endParts(edge->from) + endParts(edge->to) +
                QStringList{QString::number(static_cast<int>(edge->protocol)), QString::number(edge->port)};
    else if (const auto* entry = std::get_if<EntryKey>(&selection))
        parts = {kEntry, toText(entry->object)};
    return parts.join(kMark);
}

std::optional<Selection> linkedSelection(const Analysis& analysis, const QString& target) {
    const QStringList parts = target.split(kMark);
    const auto text = [&](qsizetype at) { return parts.value(at).toStdString(); };
    if (parts.size() == 2 && parts[0] == kWorkload) {
        const WorkloadKey key{text(1)};
        if (resolve(*analysis.cluster, key)) return key;
    } else if (parts.size() == 2 && parts[0] == kPolicy) {
        const PolicyKey key{text(1)};
        if (resolve(*analysis.reachability, key)) return key;
    } else if (parts.size() == 2 && parts[0] == kEntry) {
        if (findEntry(*analysis.cluster, text(1))) return EntryKey{text(1)};
    } else if (parts.size() == 4 && parts[0] == kRule) {
        const Direction direction =
            parts[2] == directionText(Direction::Egress) ? Direction::Egress : Direction::Ingress;
        const RuleKey key{text(1), direction, parts[3].toUInt()};
        if (resolve(*analysis.reachability, key)) return key;
    } else if (parts.size() == 4 && parts[0] == kFinding) {
        const FindingKey key{text(1), text(2), text(3)};
        if (resolve(analysis, key)) return key;
    } else if (parts.size() == 7 && parts[0] == kEdge) {
        const EdgeKey key{{static_cast<EndKey::Kind>(parts[1].toInt()), text(2)},
                          {static_cast<EndKey::Kind>(parts[3].toInt()), text(4)},
                          static_cast<Protocol>(parts[5].toInt()),
                          parts[6].toUShort()};
        if (resolve(analysis, key)) return key;
    }
    return std::nullopt;
}

} // namespace portolan
