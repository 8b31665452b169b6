#include "tests/ui/gallery/fake_rows.h"

#include "ui/widgets/table_cell.h"

#include <array>

namespace portolan::gallery {

namespace {

struct FindingRow {
    SeverityLevel level;
    const char* rule;
    const char* sentence;
    const char* object;
    const char* exposes;
    const char* evidence;
    const char* file;
    const char* status;
};

constexpr std::array kFindings{
    FindingRow{SeverityLevel::Critical, "EXP-02", "Any namespace reaches three databases on 5432",
               "data/allow-from-apps", "38", "used by 2", "policies/data.yaml:31", "New"},
    FindingRow{SeverityLevel::Critical, "PATH-01", "Entry point reaches ledger-db in 4 hops",
               "ingress-nginx/controller", "11", "seen", "policies/ingress.yaml:12", "Open"},
    FindingRow{SeverityLevel::High, "COV-01", "No policy selects any of 5 workloads", "search", "38", "410 k conns",
               "search/", "Open"},
    FindingRow{SeverityLevel::High, "SEL-04", "List item is OR where AND is likely", "monitoring/scrape", "36",
               "used by 1", "policies/monitoring.yaml:44", "Open"},
    FindingRow{SeverityLevel::High, "SEL-02", "Selector can never match", "payments/deny-legacy", "0", "structural",
               "policies/payments.yaml:88", "Open"},
    FindingRow{SeverityLevel::High, "DNS-02", "Egress isolated without a DNS rule", "shop/promo", "2", "412 dropped",
               "policies/shop.yaml:120", "New"},
    FindingRow{SeverityLevel::High, "EXP-05", "Host network: policies do not apply", "kube-system/csi-driver", "5",
               "not decided", "", "Accepted"},
    FindingRow{SeverityLevel::Medium, "USE-01", "Rule uses 2 % of what it allows", "identity/allow-internal", "27",
               "1 of 54 pairs", "policies/identity.yaml:17", "Open"},
    FindingRow{SeverityLevel::Medium, "USE-02", "Rule never used in 30 days", "shop/allow-images", "6", "0 conns",
               "policies/shop.yaml:61", "Open"},
    FindingRow{SeverityLevel::Medium, "RED-01", "Rule is covered by payments/base", "payments/allow-api", "0",
               "snapshot", "policies/payments.yaml:23", "Open"},
    FindingRow{SeverityLevel::Medium, "PORT-02", "No port given: all ports open", "data/allow-kafka", "9",
               "1 port seen", "policies/data.yaml:74", "Open"},
    FindingRow{SeverityLevel::Medium, "FLOW-01", "Seen, and the model says denied", "payments/vault-sync", "1",
               "37 conns", "policies/identity.yaml:40", "New"},
    FindingRow{SeverityLevel::Low, "ORD-02", "Policy has no explicit policyTypes", "shop/base", "8", "structural",
               "policies/shop.yaml:3", "Open"},
};

struct ReviewRow {
    DecisionState decision;
    EdgeClass edgeClass;
    const char* source;
    const char* target;
    const char* port;
    const char* connections;
    int days;
    const char* last;
    const char* reach;
    const char* risks; ///< separated by commas
};

constexpr std::array kReview{
    ReviewRow{DecisionState::Undecided, EdgeClass::Blocked, "shop/promo", "payments/reconcile", "tcp/8443", "412", 1,
              "2 d ago", "0", "only 1 day,cross-team"},
    ReviewRow{DecisionState::Undecided, EdgeClass::Blocked, "search/crawler", "identity/auth", "tcp/8443", "38", 2,
              "6 d ago", "3", "cross-team"},
    ReviewRow{DecisionState::Undecided, EdgeClass::Mismatch, "payments/vault-sync", "identity/sessions", "tcp/8200",
              "37", 4, "1 d ago", "0", "admin port"},
    ReviewRow{DecisionState::Undecided, EdgeClass::Open, "search/ranker", "internet", "tcp/443", "1,204", 9, "3 h ago",
              "any IP", "external"},
    ReviewRow{DecisionState::Rejected, EdgeClass::UnusedAllow, "search/crawler", "data/orders-db", "tcp/5432", "0", 0,
              "never", "38", "to crown jewel"},
    ReviewRow{DecisionState::Deferred, EdgeClass::Open, "monitoring/grafana", "search/suggest", "tcp/3000", "6", 1,
              "12 d ago", "2", "only 1 day"},
    ReviewRow{DecisionState::Suggested, EdgeClass::Used, "shop/checkout", "payments/api", "tcp/8443", "204,118", 30,
              "1 min ago", "0", ""},
    ReviewRow{DecisionState::Suggested, EdgeClass::Used, "shop/orders", "data/orders-db", "tcp/5432", "186,204", 30,
              "4 min ago", "0", "to crown jewel"},
    ReviewRow{DecisionState::Accepted, EdgeClass::Used, "shop/web", "shop/catalog", "tcp/8080", "402,771", 30, "now",
              "0", ""},
    ReviewRow{DecisionState::Accepted, EdgeClass::Open, "search/query", "data/elastic", "tcp/9200", "260,402", 30,
              "now", "2", ""},
    ReviewRow{DecisionState::Accepted, EdgeClass::Used, "shop/mailer", "a-very-long-namespace/smtp-relay-7f9c",
              "tcp/587", "4,102", 22, "31 min ago", "0", "external,cross-team,admin port"},
};

QStandardItem* item(const char* text) {
    return new QStandardItem(QString::fromLatin1(text));
}

QStandardItem* marked(const char* text, int role, const QVariant& value) {
    QStandardItem* made = item(text);
    made->setData(value, role);
    return made;
}

Chips riskChips(const char* risks) {
    Chips chips;
    for (const QString& risk : QString::fromLatin1(risks).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const bool isGrave = risk == QLatin1String("admin port") || risk == QLatin1String("external") ||
                             risk == QLatin1String("to crown jewel");
        chips << Chip{risk, isGrave ? ChipTone::High : ChipTone::Neutral};
    }
    return chips;
}

} // namespace

QStandardItemModel* makeFindings(QObject* parent) {
    auto* model = new QStandardItemModel(0, 8, parent);
    model->setHorizontalHeaderLabels(
        {"Severity", "Rule", "Finding", "Object", "Exposes", "Evidence", "File", "Status"});
    for (const FindingRow& row : kFindings) {
        const bool isNew = QLatin1String(row.status) == QLatin1String("New");
        const Chips status = isNew ? Chips{Chip{QStringLiteral("New"), ChipTone::Accent}} : Chips{};
        model->appendRow({marked("", SeverityRole, static_cast<int>(row.level)), item(row.rule), item(row.sentence),
                          item(row.object), item(row.exposes), item(row.evidence), item(row.file),
                          marked(row.status, ChipsRole, QVariant::fromValue(status))});
    }
    return model;
}

QStandardItemModel* makeReview(QObject* parent) {
    auto* model = new QStandardItemModel(0, 9, parent);
    model->setHorizontalHeaderLabels(
        {"Decision", "Source", "Destination", "Port", "Connections", "Days seen", "Last seen", "Over-reach", "Risk"});
    for (const ReviewRow& row : kReview) {
        model->appendRow({marked("", DecisionRole, static_cast<int>(row.decision)),
                          marked(row.source, EdgeClassRole, static_cast<int>(row.edgeClass)), item(row.target),
                          item(row.port), item(row.connections), marked("", DaysSeenRole, row.days), item(row.last),
                          item(row.reach), marked("", ChipsRole, QVariant::fromValue(riskChips(row.risks)))});
    }
    return model;
}

} // namespace portolan::gallery
