#include "ui/overview/finding_strip.h"

#include "ui/models/words.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr int kMostEvidence = 3;

QLabel* makeText(TextRole role, TextTone tone) {
    QLabel* label = makeWrappedLabel({}, role, tone);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// The first line of the fix; YAML is left to the Inspector.
QString fixText(const Finding& finding) {
    const QString fix = toText(finding.fix).trimmed();
    if (fix.isEmpty()) return {};
    const QString first = fix.section(QLatin1Char('\n'), 0, 0);
    const bool isYaml = first.startsWith(QLatin1String("apiVersion")) || first.startsWith(QLatin1Char('-'));
    QString what = isYaml ? FindingStrip::tr("add a policy.") : first;
    if (what.endsWith(QLatin1Char(':'))) what = what.chopped(1) + QLatin1Char('.');
    const QString more =
        fix.contains(QLatin1Char('\n')) ? FindingStrip::tr(" The Inspector (F6) shows the text.") : QString();
    return FindingStrip::tr("What to do: %1%2").arg(what, more);
}

void showText(QLabel& label, const QString& text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
}

} // namespace

FindingStrip::FindingStrip(QWidget* parent)
    : QWidget(parent), m_message(makeText(TextRole::BodyStrong, TextTone::Text1)),
      m_evidence(makeText(TextRole::Dense, TextTone::Text2)), m_fix(makeText(TextRole::Dense, TextTone::Text1)),
      m_map(makeButton(tr("Show on map"))), m_source(makeButton(tr("Go to source"))) {
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_message);
    texts->addWidget(m_evidence);
    texts->addWidget(m_fix);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_map);
    buttons->addWidget(m_source);
    buttons->addStretch();
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 12, 12, 12);
    row->setSpacing(24);
    row->addLayout(texts, 1);
    row->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addLayout(row);
    connect(m_map, &QPushButton::clicked, this, &FindingStrip::mapRequested);
    connect(m_source, &QPushButton::clicked, this, &FindingStrip::sourceRequested);
}

void FindingStrip::setFinding(const Analysis& analysis, const Finding& finding) {
    showText(*m_message, toText(finding.message));
    QStringList evidence;
    for (const std::string& line : finding.evidence) {
        if (evidence.size() == kMostEvidence) break;
        evidence << toText(line);
    }
    if (std::ssize(finding.evidence) > kMostEvidence)
        evidence.back() += tr(", and %1 more").arg(std::ssize(finding.evidence) - kMostEvidence);
    showText(*m_evidence, evidence.join(QLatin1Char('\n')));
    showText(*m_fix, fixText(finding));
    const QString place = placeText(analysis, finding.where);
    m_source->setEnabled(!place.isEmpty());
    m_source->setToolTip(place.isEmpty() ? tr("No line of the input is the place of this finding") : place);
    m_map->setEnabled(!finding.workloads.empty());
    m_map->setToolTip(finding.workloads.empty() ? tr("This finding speaks of no workload")
                                                : toText(analysis.cluster->displayName(finding.workloads.front())));
}

} // namespace portolan
