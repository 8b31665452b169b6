#pragma once

#include "core/load/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace portolan {

using LoadedCluster = std::shared_ptr<const Cluster>;

/// The Cluster of one text that is called "in.yaml".
inline LoadedCluster loaded(const std::string& text, const LoadOptions& options = {}) {
    auto result = loadText({{"in.yaml", text}}, options);
    EXPECT_TRUE(result.has_value());
    return *result;
}

/// One diagnostic a line: "E PARSE-01 in.yaml:3:5 NetworkPolicy shop/a: message".
inline std::string diagnosticsOf(const Cluster& c) {
    std::string out;
    for (const Diagnostic& d : c.diagnostics) {
        out += d.level == Diagnostic::Level::Error ? "E " : d.level == Diagnostic::Level::Warning ? "W " : "N ";
        out += d.code + ' ' + c.files.text(d.where) + ' ' + d.object + ": " + d.message + '\n';
    }
    return out;
}

inline std::size_t countDiagnostics(const Cluster& c, std::string_view code, std::string_view messageStart) {
    return static_cast<std::size_t>(std::ranges::count_if(
        c.diagnostics, [&](const Diagnostic& d) { return d.code == code && d.message.starts_with(messageStart); }));
}

/// "key=value,key2 in (a,b),!key3" of a selector, sorted as text; "*" for the empty one.
inline std::string selectorText(const Cluster& c, const LabelSelector& selector) {
    std::vector<std::string> parts;
    for (const Requirement& r : selector.requirements) {
        std::vector<std::string> values;
        for (const Symbol v : r.values) values.emplace_back(c.text(v));
        std::ranges::sort(values);
        std::string joined;
        for (const std::string& v : values) joined += (joined.empty() ? "" : ",") + v;
        const std::string key(c.text(r.key));
        switch (r.op) {
        case Requirement::Operator::In: parts.push_back(key + " in (" + joined + ')'); break;
        case Requirement::Operator::NotIn: parts.push_back(key + " notin (" + joined + ')'); break;
        case Requirement::Operator::Exists: parts.push_back(key); break;
        case Requirement::Operator::DoesNotExist: parts.push_back('!' + key); break;
        }
    }
    if (parts.empty()) return "*";
    std::ranges::sort(parts);
    std::string out;
    for (const std::string& p : parts) out += (out.empty() ? "" : ";") + p;
    return out;
}

/// All facts of a cluster as text, without positions: equal texts, equal clusters.
inline std::string factsOf(const Cluster& c) {
    std::string out;
    const auto labels = [&](LabelSetId id) {
        std::vector<std::string> parts;
        for (const Label& l : c.labelSets[id])
            parts.push_back(std::string(c.text(l.key)) + (l.isValueKnown ? "=" + std::string(c.text(l.value)) : "=?"));
        std::ranges::sort(parts);
        std::string text;
        for (const std::string& p : parts) text += ' ' + p;
        return text;
    };
    for (const Namespace& n : c.namespaces)
        out += "ns " + std::string(c.text(n.name)) + (n.isDeclared ? "" : "?") + labels(n.labels) + '\n';
    for (const Node& n : c.nodes) {
        out += "node " + std::string(c.text(n.name)) + labels(n.labels);
        for (const IpAddress& a : n.addresses) out += ' ' + a.text();
        out += '\n';
    }
    for (const Pod& p : c.pods) {
        out += "pod " + std::string(c.text(c.namespaces[p.ns].name)) + '/' + std::string(c.text(p.name)) + " of " +
               c.identity(p.workload) + " x" + std::to_string(c.workloads[p.workload].replicas) + labels(p.labels);
        std::vector<std::string> ports;
        for (const ContainerPort& port : c.portLists[p.ports])
            ports.push_back(" :" + std::string(c.text(port.name)) + '/' + std::string(name(port.protocol)) +
                            std::to_string(port.number));
        std::ranges::sort(ports);
        for (const std::string& port : ports) out += port;
        for (const IpAddress& a : p.addresses) out += ' ' + a.text();
        if (p.node) out += " on " + std::string(c.text(c.nodes[*p.node].name));
        if (p.isHostNetwork) out += " host";
        if (p.createdAt) out += " at " + std::to_string(*p.createdAt);
        out += '\n';
    }
    for (const Service& s : c.services) {
        out += "svc " + std::string(c.text(c.namespaces[s.ns].name)) + '/' + std::string(c.text(s.name)) + " type" +
               std::to_string(static_cast<int>(s.type)) + (s.isHeadless ? " headless" : "") +
               (s.isExternalTrafficLocal ? " local" : "") +
               (s.selector ? " " + selectorText(c, *s.selector) : std::string(" none"));
        for (const ServicePort& p : s.ports)
            out += ' ' + std::string(c.text(p.name)) + '/' + std::string(name(p.protocol)) + std::to_string(p.number) +
                   "->" + std::to_string(p.targetNumber) + std::string(c.text(p.targetName)) + '@' +
                   std::to_string(p.nodePort);
        for (const IpAddress& a : s.addresses) out += ' ' + a.text();
        for (const IpAddress& a : s.externalAddresses) out += " ext" + a.text();
        for (const IpAddress& a : s.endpointAddresses) out += " ep" + a.text();
        out += '\n';
    }
    for (const EntryPoint& e : c.entryPoints) {
        out += std::string(c.text(e.kind)) + ' ' + std::string(c.text(c.namespaces[e.ns].name)) + '/' +
               std::string(c.text(e.name)) + ' ' + std::string(c.text(e.className));
        for (const EntryPoint::Backend& b : e.backends)
            out += ' ' + std::string(c.text(b.ns)) + (b.ns == Symbol() ? "" : "/") + std::string(c.text(b.service)) +
                   ':' + std::to_string(b.portNumber) + std::string(c.text(b.portName)) + (b.isTargetPort ? "t" : "");
        for (const EntryPoint::Gateway& g : e.gateways)
            out += " @" + std::string(c.text(g.ns)) + '/' + std::string(c.text(g.name));
        out += '\n';
    }
    const auto rules = [&](const std::vector<PolicyRule>& list) {
        std::string text;
        for (const PolicyRule& r : list) {
            text += " {";
            for (const PolicyPeer& p : r.peers) {
                text += " peer";
                if (p.podSelector) text += " pod:" + selectorText(c, *p.podSelector);
                if (p.namespaceSelector) text += " ns:" + selectorText(c, *p.namespaceSelector);
                if (p.ipBlock) {
                    text += " ip:" + p.ipBlock->cidr.text();
                    for (const Cidr& e : p.ipBlock->except) text += '-' + e.text();
                }
            }
            for (const PolicyPort& p : r.ports)
                text += " port " + std::string(name(p.protocol)) + std::to_string(p.first) + '-' +
                        std::to_string(p.last) + std::string(c.text(p.name));
            text += " }";
        }
        return text;
    };
    for (const NetworkPolicy& p : c.policies) {
        out += "np " + std::string(c.text(c.namespaces[p.ns].name)) + '/' + std::string(c.text(p.name)) + ' ' +
               selectorText(c, p.podSelector) + (p.isolatesIngress ? " I" : "") + (p.isolatesEgress ? " E" : "") +
               " in" + rules(p.ingress) + " out" + rules(p.egress) + '\n';
    }
    for (const UnreadKind& u : c.unreadKinds)
        out += "unread " + u.apiVersion + ' ' + u.kind + ' ' + std::to_string(u.count) + (u.isPolicy ? " policy" : "") +
               '\n';
    for (const HostPortMention& m : c.declarations.mentions)
        out += "mention " + m.host + ':' + std::to_string(m.port) + " by " +
               (m.workload ? c.identity(*m.workload) : std::string("a ConfigMap")) + '\n';
    for (const auto& [kind, count] : c.counts) out += "count " + kind + ' ' + std::to_string(count) + '\n';
    return out;
}

} // namespace portolan
