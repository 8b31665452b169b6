#include "core/analysis/endpoint_text.h"

#include "core/reach/explain.h"

#include <algorithm>
#include <charconv>

namespace portolan {
namespace {

NamedEndpoint notFound(NamedEndpoint out, std::string problem) {
    out.problem = std::move(problem);
    return out;
}

NamedEndpoint addressEndpoint(const Reachability& r, NamedEndpoint out, const IpAddress& address) {
    const bool isOutside = r.profile().name == "np-guard";
    const auto pod = isOutside ? std::nullopt : r.cluster().findPodByAddress(address);
    if (pod) {
        out.kind = NamedEndpoint::Kind::Pod;
        out.members = {*pod};
        out.workload = r.cluster().pods[*pod].workload;
        return out;
    }
    out.kind = NamedEndpoint::Kind::Address;
    out.members = {address};
    return out;
}

NamedEndpoint blockEndpoint(const Reachability& r, NamedEndpoint out, const Cidr& cidr) {
    out.kind = NamedEndpoint::Kind::Block;
    const ClassId first = r.classes().classOf(cidr.range().first);
    const ClassId last = r.classes().classOf(cidr.range().last);
    for (std::uint32_t c = first.value; c <= last.value; ++c)
        out.members.emplace_back(std::max(r.classes().range(ClassId(c)).first, cidr.range().first));
    return out;
}

NamedEndpoint workloadEndpoint(const Reachability& r, NamedEndpoint out, std::string_view name) {
    const Cluster& cluster = r.cluster();
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos)
        return notFound(std::move(out), "not ns/name, an address, cidr:... or internet");
    const std::string_view ns = name.substr(0, slash);
    std::string_view rest = name.substr(slash + 1);
    std::string_view kind;
    if (const std::size_t bracket = rest.find('['); bracket != std::string_view::npos && rest.ends_with(']')) {
        kind = rest.substr(bracket + 1, rest.size() - bracket - 2);
        rest = rest.substr(0, bracket);
    }
    if (kind.empty() || kind == "Pod") {
        if (const auto pod = cluster.findPod(ns, rest)) {
            out.kind = NamedEndpoint::Kind::Pod;
            out.members = {*pod};
            out.workload = cluster.pods[*pod].workload;
            return out;
        }
    }
    const auto workloads = cluster.findWorkloads(ns, rest, kind);
    if (workloads.size() > 1)
        return notFound(std::move(out),
                        "several workloads have this name; add the kind, as in " + cluster.identity(workloads.front()));
    if (workloads.empty()) return notFound(std::move(out), "no such pod or workload in the input");
    out.kind = NamedEndpoint::Kind::Workload;
    out.workload = workloads.front();
    for (const PodId pod : cluster.workloads[workloads.front()].pods) out.members.emplace_back(pod);
    return out;
}

} // namespace

NamedEndpoint findEndpoint(const Reachability& reachability, std::string_view text) {
    NamedEndpoint out;
    out.text = text;
    if (text == "internet") {
        out.kind = NamedEndpoint::Kind::Internet;
        for (const ClassId c : reachability.internet()) out.members.emplace_back(reachability.classes().range(c).first);
        return out;
    }
    if (text.starts_with("cidr:")) {
        const auto cidr = Cidr::parse(text.substr(5));
        if (!cidr) return notFound(std::move(out), "not a CIDR");
        return blockEndpoint(reachability, std::move(out), *cidr);
    }
    const std::string_view bare = text.starts_with("ip:") ? text.substr(3) : text;
    if (const auto address = IpAddress::parse(bare)) return addressEndpoint(reachability, std::move(out), *address);
    if (text.starts_with("ip:")) return notFound(std::move(out), "not an address");
    const std::string prefix = reachability.cluster().name + ':';
    if (prefix.size() > 1 && text.starts_with(prefix)) text.remove_prefix(prefix.size());
    return workloadEndpoint(reachability, std::move(out), text);
}

std::string PortQuestion::text() const {
    std::string out(portolan::name(protocol));
    std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    if (!name.empty()) return out + '/' + name;
    return number == 0 ? out : out + '/' + std::to_string(number);
}

Result<PortQuestion> parsePort(std::string_view protocol, std::string_view port) {
    PortQuestion out;
    if (!protocol.empty()) {
        const auto parsed = parseProtocolAnyCase(protocol);
        if (!parsed)
            return fail(Error::Kind::Usage,
                        "unknown protocol \"" + std::string(protocol) + "\"; there are TCP, UDP and SCTP");
        out.protocol = *parsed;
    }
    if (port.empty()) return out;
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    const bool isNumber = error == std::errc() && end == port.data() + port.size();
    if (isNumber && (number < 1 || number > 65535))
        return fail(Error::Kind::Usage, "port " + std::string(port) + " is not in 1..65535");
    if (isNumber)
        out.number = static_cast<std::uint16_t>(number);
    else
        out.name = port;
    return out;
}

Result<PortQuestion> parsePort(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) return parsePort(text.substr(0, slash), text.substr(slash + 1));
    if (parseProtocolAnyCase(text)) return parsePort(text, "");
    return parsePort("", text);
}

namespace {

/// The port number that a name means at a destination; nullopt where it declares none of that name and protocol.
std::optional<std::uint16_t> portAt(const Reachability& r, const Endpoint& to, const PortQuestion& q) {
    if (q.name.empty()) return q.number;
    const auto* pod = std::get_if<PodId>(&to);
    if (!pod) return std::nullopt;
    const Cluster& cluster = r.cluster();
    for (const ContainerPort& p : cluster.portLists[cluster.pods[*pod].ports])
        if (p.protocol == q.protocol && cluster.text(p.name) == q.name) return p.number;
    return std::nullopt;
}

struct Tally {
    std::size_t allow = 0, deny = 0, uncertain = 0;
    std::string partial;
    Doubts doubts;
    void add(Verdict v) { ++(v == Verdict::Allow ? allow : v == Verdict::Deny ? deny : uncertain); }
    std::size_t total() const { return allow + deny + uncertain; }
};

void addEveryPort(const Reachability& r, const Endpoint& from, const Endpoint& to, Protocol protocol, Tally& tally) {
    const PairTraffic traffic = r.between(from, to);
    if (traffic.must.ports(protocol).isAll()) return tally.add(Verdict::Allow);
    if (traffic.may.ports(protocol).isEmpty()) return tally.add(Verdict::Deny);
    tally.add(Verdict::Uncertain);
    if (traffic.isCertain())
        tally.partial = "partial: only " + TrafficSet::of(protocol, traffic.must.ports(protocol)).text() + " allowed";
    else
        tally.doubts |= doubtsBetween(r, r.classOf(from), r.classOf(to));
}

} // namespace

Answer answer(const Reachability& r, const NamedEndpoint& from, const NamedEndpoint& to, const PortQuestion& port) {
    for (const NamedEndpoint* end : {&from, &to})
        if (!end->isFound()) return {Verdict::Uncertain, "not found: " + end->text + ": " + end->problem};
    Tally tally;
    for (const Endpoint& s : from.members) {
        for (const Endpoint& t : to.members) {
            // Replicas of one workload are asked about each other, a single pod about itself.
            if (s == t && from.members.size() > 1) continue;
            if (port.isEveryPort()) {
                addEveryPort(r, s, t, port.protocol, tally);
                continue;
            }
            const auto number = portAt(r, t, port);
            if (!number) return {Verdict::Uncertain, "not found: port " + port.name + " is not declared by " + to.text};
            const Verdict v = r.verdict(s, t, port.protocol, *number);
            tally.add(v);
            if (v == Verdict::Uncertain) tally.doubts |= explain(r, s, t, port.protocol, *number).doubts;
        }
    }
    if (tally.allow == tally.total()) return {Verdict::Allow, ""};
    if (tally.deny == tally.total()) return {Verdict::Deny, ""};
    if (tally.uncertain == tally.total())
        return {Verdict::Uncertain, tally.partial.empty() ? tally.doubts.text() : tally.partial};
    std::string reason =
        "mixed: " + std::to_string(tally.allow) + " of " + std::to_string(tally.total()) + " pairs allowed";
    if (tally.uncertain > 0)
        reason += ", " + std::to_string(tally.uncertain) + " uncertain" +
                  (tally.doubts.isEmpty() ? "" : " (" + tally.doubts.text() + ")");
    return {Verdict::Uncertain, reason};
}

} // namespace portolan
