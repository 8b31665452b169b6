#include "ui/inspector/exposure_panel.h"

#include "core/reach/rule_match.h"
#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

namespace portolan {

namespace {

constexpr std::size_t kMostPeers = 8; ///< of a direction
constexpr std::size_t kMostRules = 3; ///< of a peer

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

void addRules(Facts& facts, const Analysis& analysis, const ExposedPeer& peer) {
    for (std::size_t i = 0; i < std::min(peer.rules.size(), kMostRules); ++i) {
        const SourceRef where = whereOf(*analysis.reachability, peer.rules[i]);
        if (where.isKnown())
            facts.push_back(
                {{}, placeText(analysis, where), FactStyle::Link, toText(analysis.cluster->files.line(where))});
    }
    if (peer.rules.size() > kMostRules)
        facts.push_back({{}, say("and %1 rules more").arg(peer.rules.size() - kMostRules), FactStyle::Quiet});
}

} // namespace

std::vector<ExposedPeer> exposedPeers(const PotentialReach& potential, WorkloadId workload) {
    const Cluster& cluster = potential.reachability().cluster();
    std::vector<ExposedPeer> out;
    for (const Direction d : {Direction::Ingress, Direction::Egress})
        for (const PotentialExposure& e : potential.exposures(workload, d)) {
            const PotentialTraffic& t = e.traffic;
            const bool isDoubtful = t.must.isEmpty() && !t.may.isEmpty();
            ExposedPeer peer{d,
                             potentialPeerText(cluster, potential.peers()[e.peer]),
                             text(cluster, isDoubtful ? t.may : t.must),
                             {},
                             potential.admitting(workload, d, e.peer)};
            if (!(t.must == t.may))
                peer.uncertain = t.doubts.isEmpty() ? "pods of the workload differ" : t.doubts.text();
            out.push_back(std::move(peer));
        }
    return out;
}

void addExposure(InspectorColumn& column, const Analysis& analysis, const std::vector<ExposedPeer>& peers) {
    column.addSection(say("Exposed to"));
    if (peers.empty()) {
        column.addSentence(say("Nothing: no pod that could be created gets through, whatever its labels."));
        return;
    }
    column.addSentence(say("Whoever creates a pod or a namespace with these labels gets this far."));
    for (const Direction d : {Direction::Ingress, Direction::Egress}) {
        Facts facts;
        std::size_t count = 0;
        for (const ExposedPeer& peer : peers) {
            if (peer.direction != d || ++count > kMostPeers) continue;
            facts.push_back({count == 1 ? (d == Direction::Ingress ? say("From") : say("To")) : QString(),
                             toText(peer.peer), FactStyle::Mono});
            facts.push_back({{}, toText(peer.connections), FactStyle::Text});
            if (!peer.uncertain.empty())
                facts.push_back({{}, say("uncertain: %1").arg(toText(peer.uncertain)), FactStyle::Quiet});
            addRules(facts, analysis, peer);
        }
        if (count > kMostPeers) facts.push_back({{}, say("and %1 more").arg(count - kMostPeers), FactStyle::Quiet});
        if (!facts.empty()) column.addFacts(std::move(facts));
    }
}

} // namespace portolan
