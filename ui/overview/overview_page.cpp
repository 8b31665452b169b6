#include "ui/overview/overview_page.h"

#include "ui/models/findings_model.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/overview/finding_strip.h"
#include "ui/overview/tile_texts.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/session/source_place.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tile.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr int kMargin = 24;
constexpr int kGap = 16;

/// The segments of the findings card: all, then by severity; Info stands with Low.
constexpr std::array kSegments{Severity::Critical, Severity::High, Severity::Medium, Severity::Low};

bool isInSegment(Severity severity, int segment) {
    if (segment <= 0) return true;
    const Severity wanted = kSegments[static_cast<std::size_t>(segment - 1)];
    return severity == wanted || (wanted == Severity::Low && severity == Severity::Info);
}

std::vector<TableColumn> findingColumns() {
    return {{CellKind::Severity, 100},
            {CellKind::Mono, 76},
            {CellKind::Title, 320, ColumnSizing::Stretch},
            {CellKind::Name, 170, ColumnSizing::Stretch},
            {CellKind::Number, 72},
            {CellKind::Quiet, 120, ColumnSizing::Stretch},
            {CellKind::FileLine, 184},
            {CellKind::Quiet, 84}};
}

/// Whether nothing of what was read is of use here.
bool isBare(const Cluster& cluster) {
    return cluster.workloads.size() == 0 && cluster.policies.size() == 0 && cluster.adminPolicies.empty() &&
           cluster.namespaces.size() == 0;
}

QString titleNote(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    QString note = countText(cluster.workloads.size(), QStringLiteral("workload")) + QStringLiteral(" in ") +
                   countText(cluster.namespaces.size(), QStringLiteral("namespace")) + QStringLiteral(", ") +
                   countText(cluster.policies.size(), QStringLiteral("policy"));
    if (!cluster.adminPolicies.empty())
        note += QStringLiteral(" and %1 cluster-wide").arg(groupedNumber(std::ssize(cluster.adminPolicies)));
    note += QLatin1Char('.');
    if (analysis.ledger && analysis.ledger->evidence()) {
        const EvidenceWindow& window = *analysis.ledger->evidence();
        note += QStringLiteral(" Evidence of %1, until %2.")
                    .arg(countText(window.days, QStringLiteral("day")), timeText(window.last));
    }
    return note;
}

} // namespace

OverviewPage::OverviewPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_stack(new QStackedLayout(this)),
      m_state(new StateView) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kMargin, 20, kMargin, kGap);
    column->setSpacing(kGap);
    m_title = new TitleRow(HeaderKind::Page, tr("Overview"));
    m_banner = new Banner;
    m_banner->hide();
    column->addWidget(m_title);
    column->addWidget(buildTiles());
    column->addWidget(m_banner);
    column->addWidget(buildFindings(), 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    connect(m_banner, &Banner::accepted, this, [this] { Q_EMIT proposalRequested(m_bannerNamespace); });
    connect(m_banner, &Banner::postponed, this, [this] { m_isBannerPostponed = true; });
    connect(m_state, &StateView::actionRequested, this, &OverviewPage::openRequested);
    connect(&m_session, &Session::analysisChanged, this, &OverviewPage::takeAnalysis);
    connect(&m_session, &Session::failed, this, &OverviewPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &OverviewPage::applyFilter);
    connect(&m_session, &Session::selectionChanged, this, &OverviewPage::followSelection);
    takeAnalysis();
}

QWidget* OverviewPage::buildTiles() {
    auto* tiles = new QWidget;
    auto* row = new QHBoxLayout(tiles);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        m_tiles[i] = new Tile;
        row->addWidget(m_tiles[i], 1);
        connect(m_tiles[i], &QAbstractButton::clicked, this,
                [this, i] { Q_EMIT questionChosen(static_cast<OverviewQuestion>(i)); });
    }
    return tiles;
}

QWidget* OverviewPage::buildFindings() {
    QVBoxLayout* layout = nullptr;
    QFrame* card = makeCard(&layout);
    m_findingsTitle = new TitleRow(HeaderKind::Section, tr("Findings"));
    m_findingsTitle->setContentsMargins(kGap, 10, 12, 10);
    QStringList segments{tr("All")};
    for (const Severity severity : kSegments) segments << severityName(severityLevelOf(severity));
    m_severities = new Segmented(segments);
    m_findingsTitle->addControl(m_severities);
    m_findings = new FindingsModel;
    m_table = new TablePanel(m_findings, findingColumns());
    m_table->table().hideColumn(FindingsModel::ProofColumn);
    layout->addWidget(m_findingsTitle);
    m_strip = new FindingStrip;
    m_strip->hide();
    layout->addWidget(m_table, 1);
    layout->addWidget(m_strip);
    connect(m_severities, &Segmented::chosen, this, &OverviewPage::applyFilter);
    connect(m_table, &TablePanel::shownChanged, this, &OverviewPage::showFindings);
    connect(m_table, &TablePanel::currentRowChanged, this, [this](int row) {
        if (row >= 0) m_session.select(keyOf(m_findings->finding(row)));
    });
    connect(m_table, &TablePanel::fileLineActivated, this, &OverviewPage::goToSource);
    connect(m_table, &TablePanel::rowDoubleClicked, this, &OverviewPage::showOnMap);
    connect(m_table, &TablePanel::contextMenuRequested, this, &OverviewPage::showMenu);
    connect(m_strip, &FindingStrip::mapRequested, this, [this] { showOnMap(m_table->currentRow()); });
    connect(m_strip, &FindingStrip::sourceRequested, this, [this] { goToSource(m_table->currentRow()); });
    connect(&m_table->state(), &StateView::actionRequested, this, [this] {
        m_severities->setCurrent(0);
        m_session.setFilter({});
        applyFilter();
    });
    return card;
}

void OverviewPage::takeAnalysis() {
    const auto analysis = m_session.analysis();
    m_isBannerPostponed = false;
    m_findings->setAnalysis(analysis);
    if (!analysis || isBare(*analysis->cluster)) {
        m_jobs->cancel();
        m_figures.reset();
        showNothing();
        return;
    }
    m_stack->setCurrentIndex(0);
    m_title->setNote(titleNote(*analysis));
    applyFilter();
    m_jobs->start([this, analysis](const RunControl& control) -> JobRunner::Deliver {
        return [this, figures = overviewFigures(*analysis, control)] { showFigures(figures); };
    });
}

void OverviewPage::showNothing() {
    const QString action = tr("Open folder...");
    if (m_session.analysis())
        m_state->showProblem({Icon::Folder, tr("The input has no workload and no policy"),
                              tr("No file of it holds a Kubernetes object that Portolan reads. The Problems dock says "
                                 "what was passed over."),
                              action});
    else if (!m_session.problem().isEmpty())
        m_state->showProblem({Icon::Warning, tr("The input could not be analysed"), m_session.problem(), action});
    else
        m_state->showEmpty(
            {Icon::Folder, tr("Nothing is open"), tr("Open manifests or a cluster dump to see its routes."), action});
    m_stack->setCurrentWidget(m_state);
}

void OverviewPage::showFigures(const OverviewFigures& figures) {
    m_figures = std::make_unique<const OverviewFigures>(figures);
    const std::array contents{isolationTile(figures), flatnessTile(figures), broadRulesTile(figures),
                              unusedAllowsTile(figures), crownJewelsTile(figures)};
    for (std::size_t i = 0; i < m_tiles.size(); ++i) m_tiles[i]->setContent(contents[i]);
    showBanner(figures);
    Q_EMIT figuresChanged();
}

void OverviewPage::showBanner(const OverviewFigures& figures) {
    if (figures.bare.empty() || m_isBannerPostponed) {
        m_banner->hide();
        return;
    }
    const Cluster& cluster = *m_session.analysis()->cluster;
    const BareNamespace& first = figures.bare.front();
    m_bannerNamespace = toText(cluster.text(cluster.namespaces[first.ns].name));
    const bool hasAdminPolicies = !cluster.adminPolicies.empty(); // they may govern it all the same
    const QString policy = hasAdminPolicies ? tr("NetworkPolicy") : tr("policy");
    const QString count = figures.bare.size() == 1
                              ? tr("%1 has no %2").arg(m_bannerNamespace, policy)
                              : tr("%1 namespaces have no %2").arg(figures.bare.size()).arg(policy);
    const QString workloads = countText(first.workloads, tr("workload"));
    const QString what =
        figures.hasFlows
            ? tr("A default-deny draft can start from the %1 seen.").arg(countText(first.connections, tr("connection")))
        : hasAdminPolicies ? tr("Only cluster-wide policies may govern the %1 of %2.").arg(workloads, m_bannerNamespace)
                           : tr("The %1 of %2 accept everything.").arg(workloads, m_bannerNamespace);
    m_banner->setContent(count + QStringLiteral(". ") + what, tr("Propose for %1").arg(m_bannerNamespace));
    m_banner->show();
}

void OverviewPage::applyFilter() {
    const int segment = m_severities->current();
    const Query query = m_session.filter().query;
    m_table->setPredicate([this, segment, query](int row) {
        return isInSegment(m_findings->finding(row).severity, segment) &&
               isMatch(
                   query, [&](std::string_view field) { return m_findings->fields(row, field); },
                   [&] { return m_findings->rowText(row); });
    });
    showFindings();
    followSelection();
}

void OverviewPage::showFindings() {
    const int shown = m_table->filtered().shown();
    const int total = m_table->filtered().total();
    m_findingsTitle->setNote(shown == total ? groupedNumber(total)
                                            : tr("%1 of %2").arg(groupedNumber(shown), groupedNumber(total)));
    const auto counts = m_findings->severityCounts();
    for (std::size_t i = 0; i < kSegments.size(); ++i) {
        const auto severity = static_cast<std::size_t>(kSegments[i]);
        const int count = counts[severity] + (kSegments[i] == Severity::Low ? counts[severity + 1] : 0);
        m_severities->setText(static_cast<int>(i) + 1,
                              severityName(severityLevelOf(kSegments[i])) +
                                  (count > 0 ? QLatin1Char(' ') + groupedNumber(count) : QString()));
    }
    if (total == 0)
        m_table->showEmpty({Icon::Check, tr("No findings"), tr("No check has anything to say about this input."), {}});
    else if (shown == 0)
        m_table->showEmpty(
            {Icon::Filter, tr("No finding matches"),
             tr("%1 are hidden by the filter.").arg(countText(static_cast<std::uint64_t>(total), tr("finding"))),
             tr("Show all")});
    else
        m_table->showTable();
}

void OverviewPage::followSelection() {
    const auto* key = std::get_if<FindingKey>(&m_session.selection());
    const auto& analysis = m_session.analysis();
    const auto at = key != nullptr && analysis ? resolve(*analysis, *key) : std::nullopt;
    m_table->setCurrentRow(at ? static_cast<int>(*at) : -1);
    if (at) m_strip->setFinding(*analysis, analysis->findings[*at]);
    m_strip->setVisible(at.has_value());
}

void OverviewPage::goToSource(int row) {
    if (row < 0) return;
    if (const auto place = placeOf(*m_session.analysis()->cluster, m_findings->finding(row).where))
        Q_EMIT sourceRequested(place->text());
}

void OverviewPage::showOnMap(int row) {
    if (row < 0 || m_findings->finding(row).workloads.empty()) return;
    m_session.select(keyOf(*m_session.analysis()->cluster, m_findings->finding(row).workloads.front()));
    Q_EMIT mapRequested();
}

void OverviewPage::showMenu(int row, QPoint at) {
    const Finding& finding = m_findings->finding(row);
    QMenu menu(this);
    menu.addAction(tr("Show on map"), this, [this, row] { showOnMap(row); })->setEnabled(!finding.workloads.empty());
    menu.addAction(tr("Go to source"), this, [this, row] { goToSource(row); })
        ->setEnabled(placeOf(*m_session.analysis()->cluster, finding.where).has_value());
    menu.addSeparator();
    menu.addAction(tr("Only this rule"), this,
                   [this, &finding] { m_session.setFilter(QStringLiteral("rule=") + toText(finding.id)); });
    menu.addAction(tr("Only this namespace"), this,
                   [this, &finding] { m_session.setFilter(QStringLiteral("ns=") + toText(finding.ns)); })
        ->setEnabled(!finding.ns.empty());
    menu.addSeparator();
    menu.addAction(tr("Copy as Markdown"), this,
                   [this, row] { QGuiApplication::clipboard()->setText(m_findings->findingMarkdown(row)); });
    menu.exec(at);
}

} // namespace portolan
