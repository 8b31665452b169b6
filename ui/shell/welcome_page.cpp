#include "ui/shell/welcome_page.h"

#include "ui/shell/command_list.h"
#include "ui/shell/welcome_parts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr std::size_t kShownCommands = 4;
constexpr std::size_t kShownRecent = 4;

CollectCommand kubectlGet(const char* what, const char* kind, const char* scope) {
    const QString name = QLatin1String(kind);
    return {QLatin1String(what), QStringLiteral("kubectl get %1%2 -o json > %1.json").arg(name, QLatin1String(scope))};
}

CollectCommand policies() {
    return {QStringLiteral("Policies"), QStringLiteral("kubectl get networkpolicies -A -o json > policies.json")};
}

void clear(QVBoxLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

std::vector<CollectCommand> collectCommands() {
    constexpr const char* kAll = " -A";
    return {
        kubectlGet("Pods", "pods", kAll),
        policies(),
        kubectlGet("Namespaces, for their labels", "namespaces", ""),
        {QStringLiteral("Flows, with Cilium"), QStringLiteral("hubble observe --all -o jsonpb > flows.json")},
        kubectlGet("Nodes, for host networking", "nodes", ""),
        kubectlGet("Services", "services", kAll),
        kubectlGet("Deployments", "deployments", kAll),
        kubectlGet("Stateful sets", "statefulsets", kAll),
        kubectlGet("Daemon sets", "daemonsets", kAll),
        kubectlGet("Replica sets, to name workloads", "replicasets", kAll),
        kubectlGet("Jobs", "jobs", kAll),
        kubectlGet("Cron jobs", "cronjobs", kAll),
        kubectlGet("Ingresses", "ingresses", kAll),
        kubectlGet("Admin policies, where the cluster has them", "adminnetworkpolicies", ""),
        kubectlGet("The baseline admin policy, where the cluster has one", "baselineadminnetworkpolicies", ""),
    };
}

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(120, 80, 120, 32);
    column->setSpacing(0);
    column->addWidget(makeLabel(QStringLiteral("Portolan"), TextRole::Display));
    column->addSpacing(6);
    column->addWidget(
        makeLabel(QStringLiteral("A chart of who can reach whom in your cluster, who does, and which rule lets them."),
                  TextRole::Lead, TextTone::Text2));
    column->addSpacing(36);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(32);
    columns->addWidget(makeStartColumn(), 10);
    auto* right = new QVBoxLayout;
    right->addWidget(makeCollectCard());
    right->addStretch();
    columns->addLayout(right, 9);
    column->addLayout(columns, 1);

    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    scroll->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
}

QWidget* WelcomePage::makeStartColumn() {
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(makeLabel(QStringLiteral("Start"), TextRole::SectionTitle));
    const auto add = [&](StartText text, StartChoice choice) {
        auto* button = new StartButton(std::move(text));
        column->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, choice] { Q_EMIT startChosen(choice); });
        return button;
    };
    add({Icon::Compass, QStringLiteral("Open the sample cluster"),
         QStringLiteral("A small cluster with one flat zone, one broad rule and one attack path"),
         QStringLiteral("Ctrl+Shift+O"), StartRank::First},
        StartChoice::Sample);
    add({Icon::Folder, QStringLiteral("Open a folder or cluster dump"),
         QStringLiteral("YAML or JSON, a whole directory or kubectl output"), QStringLiteral("Ctrl+O")},
        StartChoice::Folder);
    add({Icon::Flow, QStringLiteral("Import flow logs"), QStringLiteral("Hubble JSON or CSV; plain, gzip or zstd"),
         QStringLiteral("Ctrl+I")},
        StartChoice::Flows);
    m_live = add({Icon::Live,
                  QStringLiteral("Read a live cluster"),
                  QStringLiteral("Runs kubectl get, read only, when you choose it"),
                  {}},
                 StartChoice::Live);
    m_live->hide();
    column->addSpacing(12);
    m_recentTitle = makeLabel(QStringLiteral("Recent"), TextRole::SectionTitle);
    m_recentTitle->hide();
    column->addWidget(m_recentTitle);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);
    column->addLayout(m_recent);
    column->addStretch();
    return side;
}

QWidget* WelcomePage::makeCollectCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(&column);
    column->setContentsMargins(24, 20, 24, 20);
    column->addWidget(makeLabel(QStringLiteral("Collect the data yourself"), TextRole::SectionTitle));
    column->addSpacing(4);
    column->addWidget(makeLabel(QStringLiteral("Run these where kubectl works, then open the folder."), TextRole::Dense,
                                TextTone::Text2));
    column->addSpacing(16);
    const std::vector<CollectCommand> commands = collectCommands();
    for (std::size_t i = 0; i < kShownCommands; ++i) {
        column->addWidget(new CommandRow(commands[i]));
        column->addSpacing(14);
    }
    QPushButton* all = makeButton(QStringLiteral("All commands, one for each kind"), ButtonKind::Link);
    connect(all, &QPushButton::clicked, this, &WelcomePage::showAllCommands);
    auto* row = new QHBoxLayout;
    row->addWidget(all);
    row->addStretch();
    column->addLayout(row);
    column->addSpacing(10);
    column->addWidget(new DropHint);
    column->addSpacing(16);
    column->addWidget(makeWrappedLabel(
        QStringLiteral("Reads files and works offline: no cluster is ever contacted. Secrets are never read."),
        TextRole::Dense, TextTone::Text2));
    return card;
}

void WelcomePage::setRecent(const std::vector<RecentItem>& items) {
    clear(*m_recent);
    m_recentTitle->setVisible(!items.empty());
    for (std::size_t i = 0; i < std::min(items.size(), kShownRecent); ++i) {
        auto* row = new RecentRow(items[i]);
        m_recent->addWidget(row);
        connect(row, &QAbstractButton::clicked, this, [this, path = items[i].path] { Q_EMIT recentChosen(path); });
    }
}

void WelcomePage::offerLive() {
    m_live->show();
}

void WelcomePage::showAllCommands() {
    auto* list = new CommandList(collectCommands(), this);
    list->setAttribute(Qt::WA_DeleteOnClose);
    list->open();
}

void WelcomePage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().window);
    paintWindRose(painter, QPointF(width() - 210, 98), 70);
}

} // namespace portolan
