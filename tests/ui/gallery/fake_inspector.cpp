#include "tests/ui/gallery/pages.h"
#include "ui/widgets/action_card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/label.h"
#include "ui/widgets/ladder.h"
#include "ui/widgets/layout_parts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace portolan::gallery {

QWidget* makeInspectorPanel() {
    QVBoxLayout* column = nullptr;
    QWidget* panel = makeScrollPanel(&column);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(new EdgeChip(EdgeClass::UnusedAllow));
    head->addWidget(makeLabel(QStringLiteral("tcp/5432"), TextRole::Mono, TextTone::Text2));
    head->addStretch();
    column->addLayout(head);
    column->addWidget(makeLabel(QStringLiteral("crawler may reach orders-db"), TextRole::SectionTitle));
    column->addWidget(makeWrappedLabel(QStringLiteral("Permitted, and never used in 30 days."), TextRole::Dense));
    auto* boxes = new FactBoxes;
    boxes->setBoxes({{"Now", "Allow"}, {"Draft", "Deny", true}, {"Observed", "Never"}});
    column->addWidget(boxes);
    column->addSpacing(8);
    column->addWidget(makeLabel(QStringLiteral("Why it is allowed"), TextRole::DenseStrong));
    auto* ladder = new LadderView;
    ladder->setLadder({{"search/crawler", "3 pods"},
                       {{GateState::NotIsolated,
                         "Egress gate: not isolated",
                         "No policy selects crawler for egress, so every destination passes.",
                         {}},
                        {GateState::Rule,
                         "Ingress gate: a rule matches",
                         "",
                         {{{"Policy", "data/allow-from-apps"},
                           {"Rule", "ingress[1] of 3"},
                           {"From", "namespaceSelector: {}", FactStyle::Mono},
                           {"Ports", "tcp/5432", FactStyle::Mono},
                           {"File", "policies/data.yaml:31", FactStyle::Link}}}}},
                       {"data/orders-db", "2 pods", true}});
    column->addWidget(ladder);
    column->addSpacing(8);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addSpacing(4);
    column->addWidget(makeLabel(QStringLiteral("What closes it"), TextRole::DenseStrong));
    column->addWidget(new ActionCard(
        {"Narrow ingress[1] to shop", "Closes 38 pairs, breaks nothing seen", "", "", "", CardRank::Best}));
    column->addWidget(new ActionCard({"Isolate egress of crawler", "Closes 311 pairs, would break 2"}));
    column->addSpacing(4);
    column->addWidget(makeLabel(QStringLiteral("Evidence"), TextRole::DenseStrong));
    auto* facts = new FactList;
    facts->setFacts({{"Observed", "0 of 1.84 M connections", FactStyle::Quiet},
                     {"Declared", "no manifest names it", FactStyle::Quiet},
                     {"Could not check", "nothing", FactStyle::Quiet}});
    column->addWidget(facts);
    column->addStretch();
    return panel;
}

} // namespace portolan::gallery
