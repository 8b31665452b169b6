#include "ui/models/words.h"

#include "core/model/selector_text.h"
#include "ui/widgets/text.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace portolan {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::string_view kNameLabel = "kubernetes.io/metadata.name";

QString formatTime(std::int64_t nanoseconds, const QString& format) {
    if (nanoseconds == 0) return {};
    return QLocale::c().toString(QDateTime::fromSecsSinceEpoch(nanoseconds / kSecond, Qt::UTC), format);
}

QString peerText(const Cluster& cluster, const PolicyPeer& peer) {
    if (peer.ipBlock) {
        QString text = toText(peer.ipBlock->cidr.text());
        if (!peer.ipBlock->except.empty()) text += QStringLiteral(" but %1").arg(peer.ipBlock->except.size());
        return text;
    }
    const bool hasPods = peer.podSelector && !peer.podSelector->isEmpty();
    const QString pods = hasPods ? toText(selectorText(cluster, *peer.podSelector)) : QStringLiteral("every pod");
    if (!peer.namespaceSelector) return hasPods ? pods : QStringLiteral("every pod here");
    const QString where = namespacesText(cluster, *peer.namespaceSelector);
    return hasPods ? pods + QStringLiteral(" in ") + where : where;
}

} // namespace

QString toText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString toText(const std::string& text) {
    return QString::fromStdString(text);
}

EdgeClass edgeClassOf(EdgeState state) {
    switch (state) {
    case EdgeState::Used: return EdgeClass::Used;
    case EdgeState::UnusedAllow: return EdgeClass::UnusedAllow;
    case EdgeState::Open: return EdgeClass::Open;
    case EdgeState::OpenUnseen: return EdgeClass::OpenUnseen;
    case EdgeState::Blocked: return EdgeClass::Blocked;
    case EdgeState::Mismatch: return EdgeClass::Mismatch;
    case EdgeState::Uncertain: break;
    }
    return EdgeClass::Uncertain;
}

SeverityLevel severityLevelOf(Severity severity) {
    return static_cast<SeverityLevel>(severity); // the same levels in the same order
}

GateState gateStateOf(EdgeGate::Kind kind) {
    switch (kind) {
    case EdgeGate::Kind::Rule: return GateState::Rule;
    case EdgeGate::Kind::NotIsolated: return GateState::NotIsolated;
    case EdgeGate::Kind::Exempt: return GateState::Outside;
    case EdgeGate::Kind::Closed: return GateState::Denied;
    case EdgeGate::Kind::Unknown: break;
    }
    return GateState::Uncertain;
}

QString verdictText(Verdict verdict) {
    switch (verdict) {
    case Verdict::Allow: return QStringLiteral("Allow");
    case Verdict::Deny: return QStringLiteral("Deny");
    case Verdict::Uncertain: break;
    }
    return QStringLiteral("Uncertain");
}

QString directionText(Direction direction) {
    return toText(name(direction));
}

QString portText(Protocol protocol, std::uint16_t port) {
    const QString text = toText(name(protocol)).toLower();
    return port == 0 ? text : text + QLatin1Char('/') + QString::number(port);
}

QString timeText(std::int64_t nanoseconds) {
    return formatTime(nanoseconds, QStringLiteral("d MMM yyyy, HH:mm"));
}

QString shortTimeText(std::int64_t nanoseconds) {
    return formatTime(nanoseconds, QStringLiteral("d MMM HH:mm"));
}

QString dayText(std::int64_t nanoseconds) {
    return formatTime(nanoseconds, QStringLiteral("d MMM"));
}

std::int64_t daysBefore(std::int64_t nanoseconds, std::int64_t end) {
    return std::max<std::int64_t>(0, (end - nanoseconds) / kDay);
}

QString observedText(const EdgeEvidence& seen) {
    QStringList words;
    if (seen.allowed + seen.observed > 0) words << QStringLiteral("forwarded");
    if (seen.wouldDeny > 0) words << QStringLiteral("would be dropped");
    if (seen.denied > 0) words << QStringLiteral("dropped");
    return words.isEmpty() ? QStringLiteral("never seen") : words.join(QStringLiteral(" and "));
}

QString peersText(const Cluster& cluster, const PolicyRule& rule) {
    if (rule.peers.empty()) return QStringLiteral("anything");
    QStringList peers;
    for (const PolicyPeer& peer : rule.peers) peers << peerText(cluster, peer);
    return peers.join(QStringLiteral(", "));
}

QString namespacesText(const Cluster& cluster, const LabelSelector& selector) {
    if (selector.isEmpty()) return QStringLiteral("any ns");
    const auto& requirements = selector.requirements;
    const bool isByName = requirements.size() == 1 && requirements[0].op == Requirement::Operator::In &&
                          cluster.text(requirements[0].key) == kNameLabel;
    if (!isByName) return QStringLiteral("ns ") + toText(selectorText(cluster, selector));
    QStringList names;
    for (const Symbol value : requirements[0].values) names << toText(cluster.text(value));
    return QStringLiteral("ns ") + names.join(QLatin1Char('|'));
}

QString portsText(const Cluster& cluster, const std::vector<PolicyPort>& ports) {
    QStringList texts;
    for (const PolicyPort& port : ports) {
        QString text = portText(port.protocol, port.first);
        if (port.isNamed()) text += QLatin1Char('/') + toText(cluster.text(port.name));
        if (port.last > port.first) text += QLatin1Char('-') + QString::number(port.last);
        texts << text;
    }
    return texts.join(QStringLiteral(", "));
}

QString placeText(const Analysis& analysis, SourceRef where) {
    const QString place = toText(analysis.cluster->files.line(where));
    std::error_code error;
    const auto& inputs = analysis.options.inputs;
    const bool isOneDirectory = inputs.size() == 1 && std::filesystem::is_directory(inputs.front(), error);
    return isOneDirectory ? place.section(QLatin1Char('/'), 1) : place;
}

QString countText(std::uint64_t count, const QString& singular) {
    const QString number = groupedNumber(static_cast<long long>(count));
    if (count == 1) return number + QLatin1Char(' ') + singular;
    const bool endsInY = singular.endsWith(QLatin1Char('y')) && !singular.endsWith(QLatin1String("ay"));
    return number + QLatin1Char(' ') +
           (endsInY ? singular.chopped(1) + QStringLiteral("ies") : singular + QLatin1Char('s'));
}

QString percentText(double share) {
    if (share > 0 && share < 0.01) return QStringLiteral("< 1 %");
    const double percent = share > 0.99 && share < 1 ? 99 : std::round(share * 100);
    return QString::number(percent, 'f', 0) + QStringLiteral(" %");
}

} // namespace portolan
