#include "ui/policies/rule_details.h"

#include "core/ledger/covering_rule.h"
#include "core/ledger/observability.h"
#include "core/ledger/sufficiency.h"
#include "core/ledger/tighten.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"
#include "ui/policies/diff_view.h"
#include "ui/policies/utilisation_bar.h"
#include "ui/session/job_runner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/segmented.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>

namespace portolan {

namespace {

constexpr qsizetype kMostLines = 12; // of the residue
constexpr int kTextWidth = 320;
constexpr int kDiffWidth = 320; // narrower, the diff goes below the text

QString capitalised(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

double shareOf(std::uint64_t used, std::uint64_t allowed) {
    return allowed == 0 ? 0 : static_cast<double>(used) / static_cast<double>(allowed);
}

QString pairsText(std::uint64_t used, std::uint64_t allowed) {
    return RuleDetails::tr("%1 of %2")
        .arg(groupedNumber(static_cast<long long>(used)), countText(allowed, RuleDetails::tr("pair")));
}

UtilisationBars::Bar barOfRule(const RuleUsage& usage) {
    const bool isSeen = usage.state() != UsageState::NotObservable;
    return {RuleDetails::tr("This rule"),
            isSeen ? pairsText(usage.usedPairs, usage.allowedPairs)
                   : RuleDetails::tr("of %1").arg(countText(usage.allowedPairs, RuleDetails::tr("pair"))),
            isSeen ? std::optional(shareOf(usage.usedPairs, usage.allowedPairs)) : std::nullopt};
}

/// Pairs that two rules of a policy allow count twice, as they do in the table.
UtilisationBars::Bar barOfPolicy(const Ledger& ledger, PolicyId policy) {
    std::uint64_t used = 0;
    std::uint64_t allowed = 0;
    std::uint64_t rules = 0;
    std::uint64_t usedRules = 0;
    bool isSeen = false;
    const auto& usages = ledger.usages();
    for (auto it = std::ranges::lower_bound(usages, policy, {}, [](const RuleUsage& u) { return u.rule.policy; });
         it != usages.end() && it->rule.policy == policy; ++it) {
        used += it->usedPairs;
        allowed += it->allowedPairs;
        ++rules;
        usedRules += it->state() == UsageState::Used ? 1 : 0;
        isSeen = isSeen || it->state() != UsageState::NotObservable;
    }
    return {RuleDetails::tr("Whole policy"),
            RuleDetails::tr("%1 of %2 used")
                .arg(groupedNumber(static_cast<long long>(usedRules)), countText(rules, RuleDetails::tr("rule"))),
            isSeen ? std::optional(shareOf(used, allowed)) : std::nullopt};
}

QString useText(const Analysis& analysis, const RuleUsage& usage) {
    switch (usage.state()) {
    case UsageState::NotObservable:
        return RuleDetails::tr("Not observable: %1.").arg(toText(reasonText(*analysis.ledger, usage)));
    case UsageState::Unused:
        return usage.action == Action::Allow ? RuleDetails::tr("Unused: no flow of the log needed it.")
                                             : RuleDetails::tr("Never needed: the log shows nothing that it decides.");
    case UsageState::Used: break;
    }
    const QString hits = countText(usage.hits, RuleDetails::tr("connection"));
    const QString verb = usage.action == Action::Deny   ? RuleDetails::tr("Denied %1, last on %2.")
                         : usage.action == Action::Pass ? RuleDetails::tr("Passed on %1, last on %2.")
                                                        : RuleDetails::tr("Used by %1, last on %2.");
    return verb.arg(hits, timeText(usage.lastSeen));
}

} // namespace

RuleDetails::RuleDetails(Draft& draft, QWidget* parent)
    : QWidget(parent), m_draft(draft), m_jobs(new JobRunner(this)), m_leaves(new Segmented({tr("Use"), tr("Edit")})),
      m_title(makeWrappedLabel({}, TextRole::BodyStrong, TextTone::Text1)),
      m_standingText(makeWrappedLabel({}, TextRole::DenseMedium, TextTone::Text1)),
      m_state(makeWrappedLabel({}, TextRole::Dense)), m_bars(new UtilisationBars),
      m_residueTitle(makeLabel(tr("Never used"), TextRole::DenseStrong)),
      m_residue(makeWrappedLabel({}, TextRole::Dense)), m_sureTitle(makeLabel(tr("How sure"), TextRole::DenseStrong)),
      m_sure(makeWrappedLabel({}, TextRole::Dense)), m_preview(makeButton(tr("Preview tighter rule"))),
      m_editTitle(makeLabel({}, TextRole::DenseStrong)),
      m_proof(makeWrappedLabel({}, TextRole::DenseMedium, TextTone::AccentInk)),
      m_notes(makeWrappedLabel({}, TextRole::Dense)), m_diff(new DiffView),
      m_try(makeButton(tr("Try in draft"), ButtonKind::Primary)), m_takeBack(makeButton(tr("Take back"))),
      m_showDraft(makeButton(tr("Show draft"), ButtonKind::Link)),
      m_copyYaml(makeButton(tr("Copy YAML"), ButtonKind::Link)),
      m_copyDiff(makeButton(tr("Copy diff"), ButtonKind::Link)) {
    auto* left = new QWidget;
    left->setMinimumWidth(kTextWidth);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 10, 0, 0);
    column->setSpacing(0);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(6);
    head->addWidget(m_title);
    head->addWidget(m_leaves, 0, Qt::AlignLeft);
    head->addWidget(buildStanding());
    column->addLayout(head);
    m_stack = new QStackedLayout;
    m_stack->addWidget(buildUse());
    m_stack->addWidget(buildEdit());
    column->addLayout(m_stack, 1);
    m_line = makeLine(Qt::Vertical);
    m_sides = new QBoxLayout(QBoxLayout::LeftToRight, this);
    m_sides->setContentsMargins(0, 0, 0, 0);
    m_sides->setSpacing(0);
    m_sides->addWidget(left, 1);
    m_sides->addWidget(m_line);
    m_sides->addWidget(m_diff, 2);
    setMinimumWidth(kTextWidth);
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_leaves, &Segmented::chosen, this, [this](int leaf) {
        if (leaf == Edit && m_editTitle->text().isEmpty())
            preview();
        else
            turnTo(static_cast<Leaf>(leaf));
    });
    connect(m_preview, &QPushButton::clicked, this, &RuleDetails::preview);
    connect(m_try, &QPushButton::clicked, this, &RuleDetails::tryInDraft);
    connect(m_takeBack, &QPushButton::clicked, this, &RuleDetails::takeBack);
    connect(m_showDraft, &QPushButton::clicked, this, &RuleDetails::draftRequested);
    connect(m_copyYaml, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_shown.yaml); });
    connect(m_copyDiff, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_shown.diff); });
    connect(&m_draft, &Draft::editsChanged, this, &RuleDetails::showStanding);
    connect(&m_draft, &Draft::versionChanged, this, &RuleDetails::showStanding);
    show(nullptr, std::nullopt);
}

QWidget* RuleDetails::buildUse() {
    QVBoxLayout* column = nullptr;
    QWidget* out = makeScrollPanel(&column);
    column->setContentsMargins(16, 6, 16, 16);
    column->setSpacing(4);
    column->addWidget(m_state);
    column->addSpacing(4);
    column->addWidget(m_bars);
    column->addSpacing(8);
    column->addWidget(m_preview, 0, Qt::AlignLeft);
    for (QLabel* label : {m_residueTitle, m_residue, m_sureTitle, m_sure}) {
        if (label == m_residueTitle || label == m_sureTitle) column->addSpacing(8);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(label);
    }
    column->addStretch();
    return out;
}

QWidget* RuleDetails::buildStanding() {
    m_standing = new QWidget;
    auto* column = new QVBoxLayout(m_standing);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_standingText);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_takeBack);
    buttons->addWidget(m_showDraft);
    buttons->addStretch();
    column->addLayout(buttons);
    return m_standing;
}

/// What there is to do stands first, where no pane is too low for it.
QWidget* RuleDetails::buildEdit() {
    QVBoxLayout* column = nullptr;
    QWidget* out = makeScrollPanel(&column);
    column->setContentsMargins(16, 6, 16, 12);
    column->setSpacing(4);
    column->addWidget(m_editTitle);
    column->addWidget(m_proof);
    m_try->setToolTip(tr("Makes the edit part of the draft, which map and figures then show; your files stay as they "
                         "are"));
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 4, 0, 4);
    buttons->setSpacing(8);
    for (QPushButton* button : {m_try, m_copyYaml, m_copyDiff}) buttons->addWidget(button);
    buttons->addStretch();
    column->addLayout(buttons);
    column->addWidget(m_notes);
    column->addStretch();
    return out;
}

bool RuleDetails::isEditing() const {
    return m_leaves->current() == Edit;
}

void RuleDetails::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool isWide = width() >= kTextWidth + kDiffWidth;
    m_sides->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void RuleDetails::turnTo(Leaf leaf) {
    const bool isOther = m_stack->currentIndex() != leaf;
    m_leaves->setCurrent(leaf);
    m_stack->setCurrentIndex(leaf);
    showDiff();
    if (isOther) Q_EMIT leafChanged();
}

RuleDetails::~RuleDetails() = default;

bool RuleDetails::isBusy() const {
    return m_jobs->isRunning();
}

void RuleDetails::show(std::shared_ptr<const Analysis> analysis, const std::optional<PolicyRow>& row) {
    const auto rule =
        analysis && row && row->rule ? std::optional(RuleRef{row->policy, row->direction, *row->rule}) : std::nullopt;
    if (rule && rule == m_rule && analysis == m_analysis) return; // a filter or a sort leaves the edit in view
    m_analysis = std::move(analysis);
    m_rule = rule;
    clearPreview();
    const RuleUsage* const usage = m_rule && m_analysis->ledger ? m_analysis->ledger->usage(*m_rule) : nullptr;
    if (m_rule)
        m_title->setText(toText(displayName(*m_analysis->reachability, *m_rule)));
    else if (m_analysis && row)
        m_title->setText(policyText(*m_analysis->reachability, row->policy));
    else
        m_title->setText(tr("No rule is chosen"));
    showUse(usage);
    showStanding();
    if (m_rule && m_draft.edits().contains(keyOf(*m_analysis->reachability, *m_rule))) preview();
    if (m_analysis && !row)
        m_state->setText(tr("Choose one in the table."));
    else if (m_analysis && !m_rule)
        m_state->setText(tr("Nothing passes by this policy in that direction, so there is no rule to use."));
}

void RuleDetails::showUse(const RuleUsage* usage) {
    const bool hasFlows = m_analysis && m_analysis->flows;
    for (QWidget* part : {static_cast<QWidget*>(m_bars), static_cast<QWidget*>(m_preview)})
        part->setVisible(usage != nullptr && hasFlows);
    for (QLabel* part : {m_residueTitle, m_residue, m_sureTitle, m_sure}) part->setVisible(false);
    m_state->clear();
    m_leaves->setVisible(usage != nullptr && hasFlows);
    if (usage == nullptr) return;
    const auto by = coveringRule(*m_analysis->reachability, usage->rule);
    m_state->setText(
        useText(*m_analysis, *usage) +
        (by ? QLatin1Char('\n') +
                  tr("Needless beside %1, which covers it.").arg(toText(displayName(*m_analysis->reachability, *by)))
            : QString()));
    if (!hasFlows) return;
    m_bars->setBars({barOfRule(*usage), barOfPolicy(*m_analysis->ledger, usage->rule.policy)});
    const QString whyNot = whyNoPreview(*m_analysis, *usage);
    m_preview->setEnabled(whyNot.isEmpty());
    m_preview->setToolTip(whyNot);
    const bool isUnused = usage->state() == UsageState::Unused;
    m_preview->setText(isUnused ? tr("Preview removal") : tr("Preview tighter rule"));
    m_leaves->setText(Edit, isUnused ? tr("Removal") : tr("Tighter rule"));
    m_leaves->setUnavailable(Edit, whyNot);
    if (usage->isObservable && usage->action == Action::Allow) showResidue(*usage);
}

void RuleDetails::showResidue(const RuleUsage& usage) {
    const auto lines = residue(*m_analysis->ledger, usage.rule).describe(*m_analysis->cluster);
    QStringList texts;
    for (const std::string& line : lines) texts << capitalised(toText(line));
    if (texts.size() > kMostLines) {
        const qsizetype more = texts.size() - kMostLines;
        texts = texts.mid(0, kMostLines) << tr("and %1 more").arg(more);
    }
    m_residue->setText(texts.join(QLatin1Char('\n')));
    QString sure = capitalised(toText(sufficiency(*m_analysis->ledger, usage.rule).sentence(*m_analysis->cluster))) +
                   QLatin1Char('.');
    // What keeps a rule without hits from being unused keeps the rest of a used one so, too.
    if (const std::string doubt = reasonText(*m_analysis->ledger, usage); !doubt.empty())
        sure += QLatin1Char(' ') + capitalised(toText(doubt)) + QLatin1Char('.');
    m_sure->setText(sure);
    for (QLabel* part : {m_residueTitle, m_residue, m_sureTitle, m_sure}) part->setVisible(!texts.isEmpty());
}

void RuleDetails::showDiff() {
    const bool isShown = isEditing() && !m_shown.diff.isEmpty();
    m_diff->setVisible(isShown);
    m_line->setVisible(isShown);
}

void RuleDetails::clearPreview() {
    m_jobs->cancel();
    m_shown = {};
    m_editTitle->clear();
    turnTo(Use);
    for (QWidget* part : std::initializer_list<QWidget*>{m_proof, m_notes, m_try, m_copyYaml, m_copyDiff})
        part->setVisible(false);
}

void RuleDetails::preview() {
    if (!m_rule || !m_preview->isEnabled()) return;
    m_preview->setEnabled(false);
    m_preview->setText(tr("Proving..."));
    m_editTitle->setText(tr("Proving..."));
    turnTo(Edit);
    m_jobs->start([this, analysis = m_analysis, rule = *m_rule](const RunControl& control) -> JobRunner::Deliver {
        return [this, preview = rulePreview(*analysis, rule, control)] {
            showUse(m_analysis->ledger->usage(*m_rule));
            showPreview(preview);
            Q_EMIT previewed();
        };
    });
}

void RuleDetails::showPreview(const std::optional<RulePreview>& preview) {
    m_shown = preview.value_or(RulePreview{
        tr("Nothing smaller keeps every flow"),
        {},
        {tr("The rule is used in full, or no labels that outlive a rollout tell the workloads seen from others.")},
        {},
        {},
        {}});
    m_editTitle->setText(m_shown.title);
    m_proof->setText(m_shown.proof);
    m_proof->setVisible(!m_shown.proof.isEmpty());
    m_notes->setText(m_shown.notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!m_shown.notes.isEmpty());
    m_diff->setDiff(m_shown.diff);
    showDiff();
    m_copyYaml->setVisible(!m_shown.yaml.isEmpty());
    m_copyDiff->setVisible(!m_shown.diff.isEmpty());
    showStanding();
}

void RuleDetails::tryInDraft() {
    if (!m_shown.edits.empty()) m_draft.addEdits(m_shown.edits);
}

/// What was taken in as one comes out as one: the rules of a policy that goes as a whole.
void RuleDetails::takeBack() {
    if (!m_rule) return;
    const auto& edits = m_draft.edits();
    std::vector<RuleKey> rules;
    for (const DraftEdit& edit : m_shown.edits)
        if (edits.contains(edit.rule)) rules.push_back(edit.rule);
    if (rules.empty()) rules.push_back(keyOf(*m_analysis->reachability, *m_rule));
    m_draft.takeBack(rules);
}

void RuleDetails::showStanding() {
    const bool hasRule = m_analysis && m_rule;
    const RuleKey key = hasRule ? keyOf(*m_analysis->reachability, *m_rule) : RuleKey{};
    const bool isInDraft = hasRule && m_draft.edits().contains(key);
    m_try->setVisible(!isInDraft && !m_shown.edits.empty());
    m_standing->setVisible(isInDraft);
    if (isInDraft) m_standingText->setText(standingText(key));
}

QString RuleDetails::standingText(const RuleKey& rule) const {
    const auto& version = m_draft.version();
    if (!version || m_draft.isBusy()) return tr("In the draft.");
    const auto row = std::ranges::find(version->editRows, rule, [](const DraftEditRow& r) { return r.edit.rule; });
    if (row == version->editRows.end()) return tr("In the draft.");
    switch (row->standing) {
    case DraftEditRow::Standing::LeftOut: return tr("Left out of the draft: %1.").arg(toText(row->reason));
    case DraftEditRow::Standing::Waits: return tr("In the draft, and waits: %1.").arg(toText(row->reason));
    case DraftEditRow::Standing::Taken: break;
    }
    if (row->result && !row->result->breaks.empty())
        return tr("In the draft. Together with its other edits it would break %1.")
            .arg(countText(row->result->breaks.size(), tr("observed edge")));
    if (!version->edits.wouldBreak.empty())
        return tr("In the draft. Its other edits would break %1.")
            .arg(countText(version->edits.wouldBreak.size(), tr("observed edge")));
    const std::size_t others = version->editRows.size() - 1;
    return others == 0 ? tr("In the draft: every observed edge stays.")
                       : tr("In the draft with %1: together they keep every observed edge.")
                             .arg(countText(others, tr("other edit")));
}

} // namespace portolan
