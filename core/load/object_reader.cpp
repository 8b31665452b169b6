#include "core/load/object_reader.h"

#include "core/load/kinds.h"
#include "core/load/read_workload.h"
#include "core/load/reading.h"

#include <algorithm>
#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

/// The first plain scalar or key that holds a template action; quoted text may hold "{{" (semantics Y-11).
const TreeNode* findTemplate(const TreeNode& node) {
    const auto isTemplate = [](std::string_view text) { return text.find("{{") != std::string_view::npos; };
    if (node.isScalar() && node.style == ScalarStyle::Plain && isTemplate(node.text)) return &node;
    for (const Member& m : node.members()) {
        if (m.keyStyle == ScalarStyle::Plain && isTemplate(m.key)) return &m.value;
        if (m.key == "annotations") continue; // alerts and dashboards are written with {{ }} too
        if (const TreeNode* const found = findTemplate(m.value)) return found;
    }
    return nullptr;
}

std::string_view scalarText(const TreeNode* node) {
    return node != nullptr && node->isScalar() && !node->isNull() ? node->text : std::string_view();
}

/// What a manifest that nobody reads is called in the counts.
void countUnread(Reading& reading, std::string_view apiVersion, std::string_view kind) {
    const std::string_view group = groupOf(apiVersion);
    const TreeNode* const metadata = reading.root().find("metadata");
    const std::string_view name = scalarText(metadata != nullptr ? metadata->find("name") : nullptr);
    const std::string_view ns = scalarText(metadata != nullptr ? metadata->find("namespace") : nullptr);
    // A copy that Calico's datastore makes of a Kubernetes policy, which is read itself (semantics Y-15).
    const bool isCopy = group == "crd.projectcalico.org" && name.starts_with("knp.default.");
    const bool isPolicy = isUnreadPolicy(group, kind) && !isCopy;
    const bool isClusterWide = kind.find("Global") != std::string_view::npos ||
                               kind.find("Cluster") != std::string_view::npos ||
                               kind.find("Admin") != std::string_view::npos;
    std::string where(isClusterWide ? "" : ns);
    if (isPolicy && !isClusterWide && ns.empty()) where = reading.options().defaultNamespace;
    reading.batch().unread.push_back(
        {std::string(apiVersion), std::string(kind), isPolicy, std::move(where), reading.at(reading.root())});
}

bool isKnownList(const TreeNode& root, std::string_view kind) {
    const TreeNode* const items = root.find("items");
    return kind.ends_with("List") && (items == nullptr || items->kind == TreeNode::Kind::Streamed || items->isNull());
}

/// PARSE-07 for the group version that servers have dropped.
void checkApiVersion(Reading& reading, std::string_view apiVersion, std::string_view kind) {
    if (kind != "NetworkPolicy" || groupOf(apiVersion) != "extensions") return;
    reading.report(Diagnostic::Level::Warning, "PARSE-07", reading.root().at,
                   "old schema: " + std::string(apiVersion) +
                       " NetworkPolicy is served no more (removed in 1.16); read as networking.k8s.io/v1",
                   "write apiVersion: networking.k8s.io/v1");
}

void count(Reading& reading, std::string_view kind) {
    if (reading.isRejected()) return;
    auto& counts = reading.batch().counts;
    const auto it = counts.find(kind);
    if (it != counts.end())
        ++it->second;
    else
        counts.emplace(kind, 1);
}

void readAs(Reading& reading, std::string_view apiVersion, std::string_view kind) {
    const std::string_view group = groupOf(apiVersion);
    const bool isPolicy = kind.ends_with("NetworkPolicy") && readerOf(group, kind) != nullptr;
    const bool isUnknownVersion =
        kind == "NetworkPolicy" && isPolicy && group == "networking.k8s.io" && apiVersion != "networking.k8s.io/v1";
    if (isUnknownVersion) {
        reading.reject(reading.root(), "invalid value",
                       "has apiVersion " + quoted(apiVersion) + ", where no " + std::string(kind) + " exists",
                       "write apiVersion: networking.k8s.io/v1");
    } else if (ReadFunction const read = readerOf(group, kind)) {
        read(reading, kind);
        checkApiVersion(reading, apiVersion, kind);
        count(reading, kind);
    } else if (const std::string_view right = rightApiVersion(group, kind); !right.empty()) {
        reading.reject(reading.root(), "invalid value",
                       "has apiVersion " + quoted(apiVersion) + ", where no " + std::string(kind) + " exists",
                       "write apiVersion: " + std::string(right));
    } else if (hasPodTemplate(reading.root())) {
        readController(reading, kind);
        count(reading, kind);
    } else {
        return countUnread(reading, apiVersion, kind);
    }
    reading.checkDuplicates(reading.root(), isPolicy ? Diagnostic::Level::Error : Diagnostic::Level::Warning);
}

/// The apiVersion and kind, or what is wrong with them; nothing where the object shall be left alone.
bool readType(Reading& reading, const TypeMeta& inherited, std::string& apiVersion, std::string& kind) {
    const TreeNode& root = reading.root();
    const TreeNode* const writtenVersion = root.find("apiVersion");
    const TreeNode* const writtenKind = root.find("kind");
    apiVersion = reading.string(&root, "apiVersion").value_or(inherited.apiVersion);
    kind = reading.string(&root, "kind").value_or(inherited.kind);
    if (reading.isRejected()) return false;
    if (!apiVersion.empty() && !kind.empty()) return true;
    const bool isObject = root.find("metadata") != nullptr && (writtenVersion != nullptr || writtenKind != nullptr);
    const TreeNode* const items = root.find("items");
    if (items != nullptr && items->kind == TreeNode::Kind::Streamed && writtenVersion != nullptr) {
        reading.report(Diagnostic::Level::Warning, "", root.at,
                       "cut short: a list that does not say its kind; what there is of its items is read",
                       "write the file again");
    } else if (isObject) {
        reading.missing(root, kind.empty() ? "kind" : "apiVersion");
    } else {
        reading.report(Diagnostic::Level::Note, "", root.at,
                       "no Kubernetes object: it names no apiVersion and kind, and is passed over");
    }
    return false;
}

} // namespace

void ObjectReader::object(const TreeNode& root, const TypeMeta& inherited) {
    if (root.isNull()) return;
    Reading reading(m_batch, m_lines, m_base, m_options, root);
    if (m_templates == Templates::Possible) {
        if (const TreeNode* const found = findTemplate(root)) {
            reading.report(Diagnostic::Level::Error, "PARSE-02", found->at,
                           "unrendered template: the object holds {{ }} and is skipped",
                           "render it first: helm template, or kustomize build");
            return;
        }
    }
    if (!root.isMap()) {
        reading.report(Diagnostic::Level::Note, "", root.at, "no Kubernetes object: it is no map, and is passed over");
        return;
    }
    std::string apiVersion;
    std::string kind;
    if (!readType(reading, inherited, apiVersion, kind) || isKnownList(root, kind)) return;
    reading.setObject(kind);
    readAs(reading, apiVersion, kind);
}

void InventoryReader::object(const TreeNode& root, const TypeMeta&) {
    constexpr std::array kFields{"cluster"sv, "evidence"sv, "inventory"sv, "sensitive"sv};
    if (root.isNull()) return;
    Reading reading(m_batch, m_lines, 0, m_options, root);
    reading.setObject("portolan.yaml");
    if (!root.isMap()) return reading.wrongType(root, "a map");
    reading.checkFields(root, kFields);
    if (const auto inventory = reading.string(&root, "inventory")) {
        using enum InventoryFacts::Completeness;
        if (*inventory == "complete")
            m_facts.pods = Complete;
        else if (*inventory == "partial")
            m_facts.pods = Partial;
        else
            reading.reject(*root.find("inventory"), "invalid value", "is " + quoted(*inventory),
                           "write complete or partial");
    }
    if (const auto cluster = reading.string(&root, "cluster")) m_facts.clusterName = std::string(*cluster);
    const TreeNode* const evidence = reading.map(&root, "evidence");
    if (const auto days = reading.integer(evidence, "windowDays")) {
        constexpr std::int64_t kMaxDays = 36'500;
        if (*days >= 1 && *days <= kMaxDays)
            m_facts.evidenceDays = static_cast<unsigned>(*days);
        else
            reading.reject(*evidence->find("windowDays"), "invalid value", "is " + std::to_string(*days));
    }
    for (const Member& item : reading.list(&root, "sensitive")) {
        const auto name = reading.stringOf(item.value);
        if (name && name->find('/') != std::string_view::npos)
            m_facts.sensitive.emplace_back(*name);
        else if (name)
            reading.reject(item.value, "invalid value", "is " + quoted(*name), "write NAMESPACE/NAME");
    }
}

} // namespace portolan::loading
