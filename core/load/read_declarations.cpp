#include "core/load/read_declarations.h"

#include "core/load/mentions.h"
#include "core/load/read_metadata.h"
#include "core/model/discovery.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>

namespace portolan::loading {
namespace {

using Place = HostPortMention::Place;

std::string_view textOf(const TreeNode* parent, std::string_view key) {
    const TreeNode* const node = parent != nullptr ? parent->find(key) : nullptr;
    return node != nullptr && node->isScalar() && !node->isNull() ? node->text : std::string_view();
}

std::span<const Member> itemsOf(const TreeNode* parent, std::string_view key) {
    const TreeNode* const node = parent != nullptr ? parent->find(key) : nullptr;
    return node != nullptr && node->isList() ? node->members() : std::span<const Member>();
}

std::optional<std::uint16_t> portOf(std::string_view text) {
    std::uint16_t port = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || stop != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

/// What stands around a value.
struct Surroundings {
    Place place = Place::Env;
    std::string object;
    std::string key;
};

/// True where the line of a file begins as comments do.
bool isRemark(std::string_view text, std::size_t at) {
    const std::size_t begin = text.find_last_of('\n', at);
    const std::size_t first = text.find_first_not_of(" \t", begin == std::string_view::npos ? 0 : begin + 1);
    if (first == std::string_view::npos) return false;
    return text[first] == '#' || text[first] == ';' || text.substr(first).starts_with("//");
}

/// Where a configuration of a collector says that it finds its targets by asking the API server or others.
std::optional<std::size_t> discoveryAt(std::string_view text) {
    for (const std::string_view mark : {"_sd_configs:", "discovery.kubernetes", "k8s_observer:"})
        if (const std::size_t at = text.find(mark); at != std::string_view::npos) return at;
    return std::nullopt;
}

/// Adds the spots of a value that may name something to connect to.
void addMentions(Reading& reading, const TreeNode& node, const DeclaringObject& owner, const Surroundings& around,
                 std::vector<MentionFact>& out) {
    const bool isLines = node.text.find('\n') != std::string_view::npos;
    // The key of a ConfigMap with lines is the name of a file, which says nothing about any of them.
    const KeyHint keyHint = isLines && around.place == Place::ConfigMap ? KeyHint::None : hintOf(around.key);
    if (keyHint == KeyHint::Other) return;
    const bool isFile = isLines && around.place == Place::ConfigMap;
    // A ConfigMap's key says less than the variable that a container makes of it.
    const bool isSetting = !isLines && around.place == Place::ConfigMap;
    const auto add = [&](const HostPort& spot) {
        if (isFile && isRemark(node.text, spot.at)) return;
        const KeyHint hint = spot.label.empty() ? keyHint : hintOf(spot.label);
        const bool isNamed = hint == KeyHint::Address || isSetting || spot.host.find('.') != std::string_view::npos;
        if (hint == KeyHint::Other || (!spot.isAddressed && !spot.host.empty() && !(spot.isWhole && isNamed))) return;
        out.push_back({.owner = owner,
                       .place = around.place,
                       .host = std::string(spot.host),
                       .port = spot.port,
                       .object = around.object,
                       .key = around.key,
                       .line = std::string(spot.label),
                       .scheme = std::string(spot.scheme),
                       .portVariable = std::string(spot.portVariable),
                       .isAddressed = spot.isAddressed,
                       .isWhole = spot.isWhole,
                       .hint = hint,
                       .where = reading.lineIn(node, spot.at)});
    };
    if (const auto at = discoveryAt(node.text))
        out.push_back({.owner = owner,
                       .place = around.place,
                       .host = {},
                       .object = around.object,
                       .key = around.key,
                       .line = std::string(kDiscovers),
                       .where = reading.lineIn(node, *at)});
    if (const auto port = portOf(node.text); port && isPortKey(around.key))
        return add({.host = {}, .port = *port, .isWhole = true});
    findHosts(node.text, add);
}

void readVariables(Reading& reading, const TreeNode& container, const DeclaringObject& owner, DeclaredFacts& out) {
    const std::string name(textOf(&container, "name"));
    for (const Member& item : reading.list(&container, "env")) {
        const std::string variable(textOf(&item.value, "name"));
        const TreeNode* const from = item.value.find("valueFrom");
        if (const TreeNode* const ref = from != nullptr ? from->find("configMapKeyRef") : nullptr)
            out.configMaps.push_back({owner, name, std::string(textOf(ref, "name")), std::string(textOf(ref, "key")),
                                      variable, reading.at(item.value)});
        const TreeNode* const value = item.value.find("value");
        if (value == nullptr || value->isNull()) continue;
        if (reading.stringOf(*value, Reading::Show::TypeOnly))
            addMentions(reading, *value, owner, {Place::Env, name, variable}, out.mentions);
    }
    for (const Member& item : itemsOf(&container, "envFrom"))
        if (const TreeNode* const ref = item.value.find("configMapRef"))
            out.configMaps.push_back({owner, name, std::string(textOf(ref, "name")), {}, {}, reading.at(item.value)});
}

/// "--redis-address" in front of "cache:6379".
std::string optionOf(std::string_view argument) {
    const bool isOption = argument.starts_with('-') && argument.find_first_of("= \n") == std::string_view::npos;
    if (!isOption) return {};
    argument.remove_prefix(std::min(argument.find_first_not_of('-'), argument.size()));
    return std::string(argument);
}

void readArguments(Reading& reading, const TreeNode& container, const DeclaringObject& owner, DeclaredFacts& out) {
    const std::string name(textOf(&container, "name"));
    for (const auto& [key, place] : {std::pair("command", Place::Command), std::pair("args", Place::Argument)}) {
        std::string option;
        for (const Member& item : reading.list(&container, key)) {
            const auto text = reading.stringOf(item.value, Reading::Show::TypeOnly);
            if (!text) continue;
            addMentions(reading, item.value, owner, {place, name, option}, out.mentions);
            option = optionOf(*text);
        }
    }
}

void readProbes(Reading& reading, const TreeNode& container, const DeclaringObject& owner, DeclaredFacts& out) {
    for (const std::string_view key : {"livenessProbe", "readinessProbe", "startupProbe"}) {
        const TreeNode* const probe = container.find(key);
        for (const std::string_view how : {"grpc", "httpGet", "tcpSocket"}) {
            const TreeNode* const action = probe != nullptr ? probe->find(how) : nullptr;
            if (action == nullptr || !textOf(action, "host").empty()) continue; // of another machine
            const std::string_view port = textOf(action, "port");
            if (port.empty()) continue;
            const auto number = portOf(port);
            out.probes.push_back(
                {owner, number.value_or(0), number ? std::string() : std::string(port), reading.at(*action)});
        }
    }
}

void addHash(std::size_t& hash, std::string_view text) {
    constexpr std::size_t kPrime = 0x100000001b3;
    hash = (hash ^ std::hash<std::string_view>{}(text)) * kPrime;
}

/// The same for equal facts, wherever they were read.
std::size_t hashOf(const DeclaringObject& owner, const DeclaredFacts& facts) {
    std::size_t hash = 0;
    for (const std::string* const text : {&owner.ns, &owner.kind, &owner.name}) addHash(hash, *text);
    for (const MentionFact& m : facts.mentions) {
        for (const std::string* const text : {&m.host, &m.object, &m.key, &m.line, &m.scheme, &m.portVariable})
            addHash(hash, *text);
        addHash(hash, std::to_string(m.port) + (m.isWhole ? "w" : "") + std::to_string(static_cast<int>(m.place)));
    }
    for (const ConfigMapUseFact& u : facts.configMaps)
        for (const std::string* const text : {&u.container, &u.configMap, &u.key, &u.variable}) addHash(hash, *text);
    for (const ProbeFact& p : facts.probes) addHash(hash, p.portName + ':' + std::to_string(p.port));
    return hash;
}

/// The clientConfig of a webhook, or the spec of an APIService.
void readCall(Reading& reading, const TreeNode* node, std::string_view kind, const std::string& name) {
    if (node == nullptr || !node->isMap()) return;
    constexpr std::uint16_t kHttps = 443;
    ApiServerCallFact call{.kind = std::string(kind), .name = name, .port = kHttps, .where = reading.at(*node)};
    if (const TreeNode* const service = node->find("service")) {
        call.ns = textOf(service, "namespace");
        call.service = textOf(service, "name");
        if (const auto port = portOf(textOf(service, "port"))) call.port = *port;
        call.where = reading.at(*service);
    } else {
        findHosts(textOf(node, "url"), [&](const HostPort& spot) {
            if (!spot.isAddressed || !call.host.empty()) return;
            call.host = spot.host;
            if (spot.port != 0) call.port = spot.port;
        });
    }
    if (!call.service.empty() || !call.host.empty()) reading.batch().apiServerCalls.push_back(std::move(call));
}

} // namespace

void readContainer(Reading& reading, const TreeNode& container, const DeclaringObject& owner, DeclaredFacts& out) {
    readVariables(reading, container, owner, out);
    readArguments(reading, container, owner, out);
    readProbes(reading, container, owner, out);
}

void readVolumes(Reading& reading, const TreeNode* spec, const DeclaringObject& owner, DeclaredFacts& out) {
    const auto add = [&](const TreeNode* source) {
        const std::string_view name = textOf(source, "name");
        if (name.empty()) return;
        const auto items = itemsOf(source, "items");
        if (items.empty()) out.configMaps.push_back({owner, {}, std::string(name), {}, {}, reading.at(*source)});
        for (const Member& item : items)
            out.configMaps.push_back(
                {owner, {}, std::string(name), std::string(textOf(&item.value, "key")), {}, reading.at(*source)});
    };
    for (const Member& volume : itemsOf(spec, "volumes")) {
        add(volume.value.find("configMap"));
        for (const Member& source : itemsOf(volume.value.find("projected"), "sources"))
            add(source.value.find("configMap"));
    }
}

void readAnnotations(Reading& reading, const TreeNode* metadata, const DeclaringObject& owner,
                     const std::string& object, DeclaredFacts& out) {
    const TreeNode* const annotations = metadata != nullptr ? metadata->find("annotations") : nullptr;
    if (annotations == nullptr || !annotations->isMap()) return;
    const bool isScraped = textOf(annotations, "prometheus.io/scrape") == "true";
    for (const Member& m : annotations->members()) {
        if (!m.value.isScalar() || m.value.isNull()) continue;
        if (m.key.starts_with("prometheus.io/") && (!isScraped || m.key != "prometheus.io/port")) continue;
        addMentions(reading, m.value, owner, {Place::Annotation, object, std::string(m.key)}, out.mentions);
    }
}

void keep(Reading& reading, const DeclaringObject& owner, DeclaredFacts facts) {
    const bool isEmpty = facts.mentions.empty() && facts.configMaps.empty() && facts.probes.empty();
    Batch& batch = reading.batch();
    if (isEmpty || !batch.declaredBy.insert(hashOf(owner, facts)).second) return;
    std::ranges::move(facts.mentions, std::back_inserter(batch.mentions));
    std::ranges::move(facts.configMaps, std::back_inserter(batch.configMapUses));
    std::ranges::move(facts.probes, std::back_inserter(batch.probes));
}

void readConfigMap(Reading& reading) {
    const Metadata meta = readMetadata(reading, "ConfigMap", Scope::Namespaced);
    const TreeNode* const values = reading.map(&reading.root(), "data");
    if (values == nullptr || reading.isRejected()) return;
    std::vector<MentionFact>& mentions = reading.batch().mentions;
    for (const Member& m : values->members())
        if (m.value.isNull() || reading.stringOf(m.value, Reading::Show::TypeOnly))
            addMentions(reading, m.value, {meta.ns, {}, {}}, {Place::ConfigMap, meta.name, std::string(m.key)},
                        mentions);
}

void readApiServerCalls(Reading& reading, std::string_view kind) {
    const Metadata meta = readMetadata(reading, kind, Scope::Cluster);
    if (reading.isRejected()) return;
    const TreeNode* const spec = reading.root().find("spec");
    if (kind == "APIService") return readCall(reading, spec, kind, meta.name);
    if (kind == "CustomResourceDefinition") {
        const TreeNode* const conversion = spec != nullptr ? spec->find("conversion") : nullptr;
        const TreeNode* const webhook = conversion != nullptr ? conversion->find("webhook") : nullptr;
        return readCall(reading, webhook != nullptr ? webhook->find("clientConfig") : nullptr, kind, meta.name);
    }
    for (const Member& webhook : itemsOf(&reading.root(), "webhooks"))
        readCall(reading, webhook.value.find("clientConfig"), kind, meta.name);
}

} // namespace portolan::loading
