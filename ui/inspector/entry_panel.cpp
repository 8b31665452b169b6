#include "ui/inspector/entry_panel.h"

#include "ui/inspector/panel_facts.h"
#include "ui/models/words.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <set>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

/// "shop/web", with the port where one is named.
QString backendText(const Cluster& cluster, const EntryPoint& entry, const EntryPoint::Backend& backend) {
    const Symbol ns = backend.ns == Symbol() ? cluster.namespaces[entry.ns].name : backend.ns;
    QString out = toText(cluster.text(ns)) + QLatin1Char('/') + toText(cluster.text(backend.service));
    if (backend.portNumber != 0)
        out += QLatin1Char(':') + QString::number(backend.portNumber);
    else if (backend.portName != Symbol())
        out += QLatin1Char(':') + toText(cluster.text(backend.portName));
    return out;
}

/// "443 to 8443", "80": a port of a Service, and where it leads at the pods.
QString servicePortText(const Cluster& cluster, const ServicePort& port) {
    const QString number = portText(port.protocol, port.number);
    if (port.targetNumber != 0) return say("%1 to %2").arg(number).arg(port.targetNumber);
    return port.targetName == Symbol() ? number : say("%1 to %2").arg(number, toText(cluster.text(port.targetName)));
}

/// Values one below the other, the first with the key.
void addValues(Facts& facts, const QString& key, const QStringList& values) {
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (i == static_cast<qsizetype>(kMostPanelLines)) {
            facts.push_back({{}, say("and %1 more").arg(values.size() - i), FactStyle::Quiet});
            break;
        }
        facts.push_back({i == 0 ? key : QString(), values[i], FactStyle::Mono});
    }
}

void addControllers(Facts& facts, const Cluster& cluster, const std::string& object) {
    Facts links = workloadLinks(cluster, controllersOf(cluster, object));
    if (links.empty()) links.push_back({{}, say("not known"), FactStyle::Quiet});
    links.front().key = say("Controller");
    facts.insert(facts.end(), links.begin(), links.end());
}

Facts pointFacts(const Cluster& cluster, const EntryPoint& entry, const std::string& object) {
    Facts facts;
    if (entry.className != Symbol()) facts.push_back({say("Class"), toText(cluster.text(entry.className))});
    addControllers(facts, cluster, object);
    QStringList gateways;
    for (const EntryPoint::Gateway& gateway : entry.gateways)
        gateways << toText(cluster.text(gateway.ns)) + QLatin1Char('/') + toText(cluster.text(gateway.name));
    addValues(facts, say("Gateway"), gateways);
    QStringList backends;
    for (const EntryPoint::Backend& backend : entry.backends) backends << backendText(cluster, entry, backend);
    backends.removeDuplicates();
    addValues(facts, say("Forwards to"), backends);
    return facts;
}

Facts serviceFacts(const Cluster& cluster, const Service& service) {
    Facts facts;
    QStringList addresses;
    for (const IpAddress& address : service.externalAddresses) addresses << toText(address.text());
    addValues(facts, say("Address"), addresses);
    QStringList ports;
    QStringList nodePorts;
    for (const ServicePort& port : service.ports) {
        ports << servicePortText(cluster, port);
        if (port.nodePort != 0) nodePorts << QString::number(port.nodePort);
    }
    addValues(facts, say("Ports"), ports);
    addValues(facts, say("Node ports"), nodePorts);
    facts.push_back(
        {say("Pods see"), service.isExternalTrafficLocal ? say("the client") : say("the client or a node")});
    return facts;
}

/// The ports, and what they depend on.
void addTraffic(Facts& facts, const EntryFact& fact) {
    facts.push_back({{}, toText(fact.traffic.text()), FactStyle::Mono});
    if (!fact.uncertain.empty()) facts.push_back({{}, entryDoubtText(fact.uncertain), FactStyle::Quiet});
}

} // namespace

QVBoxLayout* addEntryPanel(InspectorColumn& column, const Analysis& analysis, const std::string& object,
                           const EntryObject& entry) {
    const Cluster& cluster = *analysis.cluster;
    column.addKind(entryKindText(cluster, entry));
    column.addHeadline(toText(object.substr(0, object.find('['))));
    const auto* point = std::get_if<EntryPointId>(&entry);
    Facts facts = point != nullptr ? pointFacts(cluster, cluster.entryPoints[*point], object)
                                   : serviceFacts(cluster, cluster.services[std::get<ServiceId>(entry)]);
    addPlace(facts, analysis, whereOf(cluster, entry));
    column.addSpace(8);
    column.addFacts(std::move(facts));
    auto* layout = new QVBoxLayout;
    layout->setSpacing(2);
    column.layout().addLayout(layout);
    return layout;
}

void addLetsIn(InspectorColumn& column, const Analysis& analysis, const std::vector<EntryFact>& facts,
               const std::string& object) {
    column.addSection(say("Lets in"));
    const Cluster& cluster = *analysis.cluster;
    Facts list;
    std::set<std::string> doubts;
    std::size_t count = 0;
    for (const EntryFact& fact : facts) {
        if (fact.object != object || ++count > kMostPanelLines) continue;
        list.push_back(
            {say("To"), toText(cluster.displayName(fact.to)), FactStyle::TextLink, linkTo(keyOf(cluster, fact.to))});
        list.push_back({{}, toText(fact.traffic.text()), FactStyle::Mono});
        if (fact.uncertain.empty()) continue;
        list.push_back({{}, say("uncertain"), FactStyle::Quiet});
        doubts.insert(fact.uncertain);
    }
    if (count == 0) {
        column.addSentence(say("Nothing: no pod that it leads to is known, or the policies let nothing through."));
        return;
    }
    column.addFacts(std::move(list));
    if (count > kMostPanelLines) column.addSentence(say("and %1 more").arg(count - kMostPanelLines));
    for (const std::string& doubt : doubts) column.addSentence(entryDoubtText(doubt));
}

void addLetInBy(InspectorColumn& column, const std::vector<EntryFact>& facts, WorkloadId workload) {
    column.addSection(say("Let in by"));
    Facts list;
    std::size_t count = 0;
    for (const EntryFact& fact : facts) {
        if (fact.to != workload || ++count > kMostPanelLines) continue;
        if (fact.object.empty())
            list.push_back({{}, fact.via});
        else
            list.push_back({{}, toText(fact.object), FactStyle::TextLink, linkTo(EntryKey{fact.object})});
        addTraffic(list, fact);
    }
    if (count == 0) {
        column.addSentence(say("No entry point leads to it."));
        return;
    }
    column.addList(std::move(list));
    if (count > kMostPanelLines) column.addSentence(say("and %1 more").arg(count - kMostPanelLines));
}

} // namespace portolan
