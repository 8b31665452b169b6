#include "core/load/read_workload.h"

#include "core/load/names.h"
#include "core/load/read_declarations.h"
#include "core/load/read_metadata.h"

#include <limits>

namespace portolan::loading {
namespace {

/// What a pod spec says that matters to us.
struct PodSpec {
    std::vector<ContainerPort> ports;
    bool isHostNetwork = false;
    std::string node;
    DeclaredFacts declared;
};

void readPort(Reading& reading, const TreeNode& node, PodSpec& out) {
    if (!node.isMap()) return reading.wrongType(node, "a map");
    ContainerPort port;
    const auto number = reading.integer(&node, "containerPort");
    if (!number) {
        if (reading.isRejected()) return;
        if (!reading.isLenient()) return reading.missing(node, "containerPort");
        return reading.report(Diagnostic::Level::Warning, "PARSE-01", node.at,
                              "missing field: " + reading.path(node, "containerPort") + " is required");
    }
    if (*number < 1 || *number > std::numeric_limits<std::uint16_t>::max())
        return reading.reject(node, "invalid port",
                              "has containerPort " + std::to_string(*number) + ", not in 1-65535");
    port.number = static_cast<std::uint16_t>(*number);
    const auto protocol = reading.string(&node, "protocol");
    if (protocol && !protocol->empty()) {
        const auto parsed = parseProtocol(*protocol);
        if (!parsed)
            return reading.reject(*node.find("protocol"), "invalid protocol", "is " + quoted(*protocol),
                                  "write TCP, UDP or SCTP in capital letters");
        port.protocol = *parsed;
    }
    const auto name = reading.string(&node, "name");
    if (name && !name->empty()) {
        if (!isPortName(*name))
            return reading.reject(*node.find("name"), "invalid port", "is " + quoted(*name) + ", which is no port name",
                                  "use at most 15 of a-z, 0-9 and '-'");
        port.name = reading.symbols().intern(*name);
    }
    out.ports.push_back(port);
}

/// True, with a warning, for `{}` in the place of a list where validation is lenient.
bool isEmptyMap(Reading& reading, const TreeNode& parent, std::string_view key) {
    const TreeNode* const node = parent.find(key);
    if (node == nullptr || !node->isMap() || node->count != 0 || !reading.isLenient()) return false;
    reading.report(Diagnostic::Level::Warning, "PARSE-01", node->at,
                   "wrong type: " + reading.path(*node) + " is an empty map, the API wants a list");
    return true;
}

PodSpec readPodSpec(Reading& reading, const TreeNode* spec, const DeclaringObject& owner) {
    PodSpec out;
    out.isHostNetwork = reading.boolean(spec, "hostNetwork").value_or(false);
    out.node = reading.string(spec, "nodeName").value_or("");
    for (const std::string_view key : {"initContainers", "containers"}) {
        for (const Member& container : reading.list(spec, key)) {
            if (!container.value.isMap()) {
                reading.wrongType(container.value, "a map");
                continue;
            }
            if (!isEmptyMap(reading, container.value, "ports"))
                for (const Member& port : reading.list(&container.value, "ports")) readPort(reading, port.value, out);
            readContainer(reading, container.value, owner, out.declared);
        }
    }
    readVolumes(reading, spec, owner, out.declared);
    return out;
}

void addAddress(Reading& reading, const TreeNode* node, std::vector<IpAddress>& out) {
    if (node == nullptr || !node->isScalar() || node->isNull() || node->text.empty()) return;
    const auto address = IpAddress::parse(node->text);
    if (!address)
        return reading.report(Diagnostic::Level::Warning, "PARSE-01", node->at,
                              "invalid value: " + reading.path(*node) + " is " + quoted(node->text) +
                                  ", which is no IP address and is left out");
    if (std::find(out.begin(), out.end(), *address) == out.end()) out.push_back(*address);
}

void readStatus(Reading& reading, PodFact& pod) {
    const TreeNode* const status = reading.map(&reading.root(), "status");
    if (status == nullptr) return;
    pod.phase = reading.string(status, "phase").value_or("");
    addAddress(reading, status->find("podIP"), pod.addresses);
    for (const Member& item : reading.list(status, "podIPs")) addAddress(reading, item.value.find("ip"), pod.addresses);
}

/// A Job that has run to its end has no pods any more.
bool isFinishedJob(Reading& reading, std::string_view kind) {
    if (kind != "Job" || reading.options().cluster.finishedPods == ClusterOptions::Keep::Yes) return false;
    const TreeNode* const status = reading.root().find("status");
    return status != nullptr && status->find("completionTime") != nullptr;
}

std::uint32_t readReplicas(Reading& reading, const TreeNode* spec, std::string_view kind) {
    if (isFinishedJob(reading, kind)) return 0;
    const auto written = reading.integer(spec, kind == "Job" ? "parallelism" : "replicas");
    if (!written || kind == "CronJob" || kind == "DaemonSet") return 1;
    if (*written < 0 || *written > std::numeric_limits<std::int32_t>::max()) {
        reading.reject(*spec, "invalid value", "has " + std::to_string(*written) + " replicas");
        return 0;
    }
    return static_cast<std::uint32_t>(*written);
}

} // namespace

void readPod(Reading& reading) {
    Metadata meta = readMetadata(reading, "Pod", Scope::Namespaced);
    PodFact pod;
    const DeclaringObject owner = meta.owner.isEmpty() ? DeclaringObject{meta.ns, "Pod", meta.name}
                                                       : DeclaringObject{meta.ns, meta.owner.kind, meta.owner.name};
    PodSpec spec = readPodSpec(reading, reading.map(&reading.root(), "spec"), owner);
    readStatus(reading, pod);
    if (reading.isRejected()) return;
    readAnnotations(reading, reading.root().find("metadata"), owner, {}, spec.declared);
    keep(reading, owner, std::move(spec.declared));
    pod.ns = std::move(meta.ns);
    pod.name = std::move(meta.name);
    pod.labels = std::move(meta.labels);
    pod.ports = std::move(spec.ports);
    pod.node = std::move(spec.node);
    pod.owner = std::move(meta.owner);
    pod.isHostNetwork = spec.isHostNetwork;
    pod.createdAt = meta.createdAt;
    pod.where = meta.where;
    reading.batch().pods.push_back(std::move(pod));
}

void readController(Reading& reading, std::string_view kind) {
    Metadata meta = readMetadata(reading, kind, Scope::Namespaced);
    const TreeNode* const spec = reading.map(&reading.root(), "spec");
    if (reading.root().find("spec") == nullptr)
        return reading.passOver("no spec: the object looks like a patch and is passed over");
    const TreeNode* holder = spec;
    if (kind == "CronJob") holder = reading.map(reading.map(spec, "jobTemplate"), "spec");
    const TreeNode* const pods = reading.map(holder, "template");
    if (pods == nullptr && !reading.isRejected())
        reading.missing(holder != nullptr ? *holder : reading.root(), "template");
    const DeclaringObject self{meta.ns, std::string(kind), meta.name};
    PodSpec podSpec = readPodSpec(reading, reading.map(pods, "spec"), self);
    ControllerFact out;
    out.labels = readLabels(reading, reading.map(pods, "metadata"), meta.origin);
    out.replicas = readReplicas(reading, spec, kind);
    if (reading.isRejected()) return;
    readAnnotations(reading, reading.root().find("metadata"), self, {}, podSpec.declared);
    readAnnotations(reading, pods->find("metadata"), self, {}, podSpec.declared);
    keep(reading, self, std::move(podSpec.declared));
    out.ns = std::move(meta.ns);
    out.name = std::move(meta.name);
    out.kind = kind;
    out.owner = std::move(meta.owner);
    out.hasTemplate = true;
    out.ports = std::move(podSpec.ports);
    out.isHostNetwork = podSpec.isHostNetwork;
    out.createdAt = meta.createdAt;
    out.where = meta.where;
    reading.batch().controllers.push_back(std::move(out));
}

bool hasPodTemplate(const TreeNode& root) {
    const TreeNode* node = &root;
    for (const std::string_view key : {"spec", "template", "spec", "containers"}) {
        node = node->find(key);
        if (node == nullptr) return false;
    }
    return node->isList() && node->count != 0;
}

} // namespace portolan::loading
