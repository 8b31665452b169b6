#include "core/declared/settings.h"

#include "core/model/discovery.h"

#include <algorithm>
#include <tuple>

namespace portolan {
namespace {

using Place = HostPortMention::Place;

/// Lines of a file that may lie between a host and its port.
constexpr std::uint32_t kNear = 4;

std::uint32_t distance(const SourceRef& a, const SourceRef& b) {
    return a.line > b.line ? a.line - b.line : b.line - a.line;
}

} // namespace

Settings::Settings(const Cluster& cluster)
    : m_cluster(cluster), m_mentions(cluster.workloads.size()), m_uses(cluster.workloads.size()) {
    const Declarations& all = cluster.declarations;
    for (std::uint32_t i = 0; i < all.mentions.size(); ++i) {
        const HostPortMention& m = all.mentions[i];
        if (m.workload)
            m_mentions[m.workload->index()].push_back(i);
        else if (m.place == Place::ConfigMap)
            m_configMaps[{m.ns, m.object}].push_back(i);
    }
    for (std::uint32_t i = 0; i < all.configMaps.size(); ++i) m_uses[all.configMaps[i].workload.index()].push_back(i);
}

std::vector<Settings::Seen> Settings::seenBy(WorkloadId id) const {
    const Declarations& all = m_cluster.declarations;
    std::vector<Seen> out;
    for (const std::uint32_t i : m_mentions[id.index()]) {
        const HostPortMention& m = all.mentions[i];
        out.push_back({&m, m.object, m.place == Place::Env ? m.key : Symbol()});
    }
    for (const std::uint32_t i : m_uses[id.index()]) {
        const ConfigMapUse& use = all.configMaps[i];
        const auto map = m_configMaps.find({m_cluster.workloads[id].ns, use.configMap});
        if (map == m_configMaps.end()) continue;
        for (const std::uint32_t m : map->second) {
            const HostPortMention& mention = all.mentions[m];
            if (use.key != Symbol() && use.key != mention.key) continue;
            const bool isFile = use.container == Symbol();
            const Symbol variable = use.variable != Symbol() ? use.variable : isFile ? Symbol() : mention.key;
            out.push_back({&mention, use.container, variable});
        }
    }
    const auto key = [](const Seen& s) { return std::tuple(s.mention->where, s.mention, s.container, s.variable); };
    std::ranges::sort(out, {}, key);
    return out;
}

const Settings::Seen* Settings::variable(std::span<const Seen> seen, Symbol container, std::string_view name) const {
    const Seen* out = nullptr;
    for (const Seen& s : seen) {
        const bool isIt = s.container == container && s.variable != Symbol() && m_cluster.text(s.variable) == name &&
                          s.mention->line == Symbol();
        if (!isIt) continue;
        if (out != nullptr) return nullptr; // a list
        out = &s;
    }
    return out;
}

bool Settings::putInVariables(std::span<const Seen> seen, const Seen& self, Setting& setting) const {
    constexpr int kDepth = 4; // of variables that refer to others
    const auto valueOf = [&](std::string_view name) { return variable(seen, self.container, name); };
    for (int depth = 0; depth < kDepth; ++depth) {
        const std::size_t at = setting.host.find('$');
        if (at == std::string::npos) break;
        const std::size_t end = setting.host.find_first_of(")}", at);
        if (end == std::string::npos || end < at + 2) return false;
        const Seen* const value = valueOf(std::string_view(setting.host).substr(at + 2, end - at - 2));
        if (value == nullptr || value->mention->host.empty()) return false;
        const bool isAll = at == 0 && end + 1 == setting.host.size();
        if (!isAll && value->mention->port != 0) return false;
        setting.host.replace(at, end + 1 - at, value->mention->host);
        if (setting.port == 0) setting.port = value->mention->port;
        if (setting.scheme.empty()) setting.scheme = m_cluster.text(value->mention->scheme);
    }
    if (setting.mention->portVariable == Symbol()) return setting.host.find('$') == std::string::npos;
    const Seen* const port = valueOf(m_cluster.text(setting.mention->portVariable));
    if (port == nullptr || !port->mention->host.empty()) return false;
    setting.port = port->mention->port;
    return setting.host.find('$') == std::string::npos;
}

/// In the same container or ConfigMap: DB_PORT for DB_HOST; of lines in a file the nearest.
std::uint16_t Settings::portBeside(std::span<const Seen> seen, const Seen& self) const {
    const HostPortMention& host = *self.mention;
    const auto nameOf = [&](const Seen& s) {
        if (s.mention->line != Symbol()) return m_cluster.text(s.mention->line);
        return m_cluster.text(s.variable != Symbol() ? s.variable : s.mention->key);
    };
    const Seen* best = nullptr;
    for (const Seen& s : seen) {
        const HostPortMention& port = *s.mention;
        const bool isCandidate = port.host.empty() && port.port != 0 && s.container == self.container &&
                                 (port.line == Symbol()) == (host.line == Symbol()) &&
                                 port.place != Place::Annotation && stemOf(nameOf(s)) == stemOf(nameOf(self));
        if (!isCandidate) continue;
        const bool isInFile = host.line != Symbol();
        if (isInFile && (port.key != host.key || port.object != host.object)) continue;
        if (isInFile && distance(port.where, host.where) > kNear) continue;
        if (best == nullptr || distance(port.where, host.where) < distance(best->mention->where, host.where)) best = &s;
    }
    return best == nullptr ? std::uint16_t{0} : best->mention->port;
}

bool Settings::discovers(WorkloadId id) const {
    return std::ranges::any_of(seenBy(id),
                               [&](const Seen& s) { return m_cluster.text(s.mention->line) == kDiscovers; });
}

std::vector<Setting> Settings::of(WorkloadId id) const {
    const std::vector<Seen> seen = seenBy(id);
    std::vector<Setting> out;
    for (const Seen& s : seen) {
        const HostPortMention& m = *s.mention;
        if (m.host.empty()) continue;
        Setting setting{
            .workload = id, .mention = &m, .host = m.host, .port = m.port, .scheme = m_cluster.text(m.scheme)};
        if (!putInVariables(seen, s, setting)) continue;
        if (setting.port == 0 && setting.scheme.empty()) {
            setting.port = portBeside(seen, s);
            setting.isPortBeside = setting.port != 0;
        }
        const std::string_view line = m_cluster.text(m.line);
        const std::string_view key = m_cluster.text(m.key);
        setting.hint = hintOf(line.empty() ? key : line);
        if (setting.hint == KeyHint::None && line.empty()) setting.hint = hintOf(m_cluster.text(s.variable));
        setting.key = m.place == Place::ConfigMap ? "ConfigMap " + std::string(m_cluster.text(m.object)) + '/' : "";
        setting.key += key;
        if (!line.empty()) setting.key += (key.empty() ? "" : " ") + std::string(line);
        const bool isRepeated = !out.empty() && out.back().mention == &m && out.back().host == setting.host &&
                                out.back().port == setting.port; // by another container
        if (!isRepeated) out.push_back(std::move(setting));
    }
    return out;
}

} // namespace portolan
