#include "core/load/read_metadata.h"

#include "core/load/names.h"

#include <array>
#include <charconv>
#include <chrono>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kMetadataFields{"annotations"sv,
                                     "clusterName"sv,
                                     "creationTimestamp"sv,
                                     "deletionGracePeriodSeconds"sv,
                                     "deletionTimestamp"sv,
                                     "finalizers"sv,
                                     "generateName"sv,
                                     "generation"sv,
                                     "initializers"sv,
                                     "labels"sv,
                                     "managedFields"sv,
                                     "name"sv,
                                     "namespace"sv,
                                     "ownerReferences"sv,
                                     "resourceVersion"sv,
                                     "selfLink"sv,
                                     "uid"sv};

OwnerFact readOwner(Reading& reading, const TreeNode* metadata) {
    OwnerFact owner;
    for (const Member& item : reading.list(metadata, "ownerReferences")) {
        if (!item.value.isMap()) {
            reading.wrongType(item.value, "a map");
            continue;
        }
        if (!reading.boolean(&item.value, "controller").value_or(false)) continue;
        owner.kind = reading.string(&item.value, "kind").value_or("");
        owner.name = reading.string(&item.value, "name").value_or("");
    }
    return owner;
}

const TreeNode* scalarOf(const TreeNode* metadata, std::string_view key) {
    const TreeNode* const node = metadata != nullptr ? metadata->find(key) : nullptr;
    return node != nullptr && node->isScalar() && node->type() == ScalarType::String ? node : nullptr;
}

void readName(Reading& reading, const TreeNode* metadata, Metadata& out) {
    const auto name = reading.string(metadata, "name");
    if (name && !name->empty()) {
        out.name = *name;
    } else if (const auto prefix = reading.string(metadata, "generateName")) {
        out.name = *prefix;
    } else if (!name) {
        reading.missing(metadata != nullptr ? *metadata : reading.root(), "name", "give it a name");
    }
}

void checkName(Reading& reading, const TreeNode& node, NameRule rule, Origin origin) {
    if (node.text.empty() || (rule == NameRule::Label ? isDnsLabel(node.text) : isDnsSubdomain(node.text))) return;
    reading.rejectUnless(origin, node, "invalid name",
                         quoted(node.text) + " is not a DNS " + (rule == NameRule::Label ? "label" : "subdomain") +
                             " (lower case letters, digits, '-'" + (rule == NameRule::Label ? ")" : ", '.')"),
                         "rename it");
}

void readNamespaceName(Reading& reading, const TreeNode* metadata, Metadata& out) {
    const auto ns = reading.string(metadata, "namespace");
    out.isNamespaceImplied = !ns || ns->empty();
    out.ns = out.isNamespaceImplied ? reading.options().defaultNamespace : std::string(*ns);
}

} // namespace

std::optional<std::int64_t> parseTime(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t length) -> std::optional<int> {
        if (at + length > text.size()) return std::nullopt;
        int value = 0;
        const char* const end = text.data() + at + length;
        const auto [stop, error] = std::from_chars(text.data() + at, end, value);
        if (error != std::errc() || stop != end || value < 0) return std::nullopt;
        return value;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
    const auto hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        ++at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    }
    std::int64_t offset = 0;
    if (at + 1 == text.size() && (text[at] | 0x20) == 'z') {
        offset = 0;
    } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
        const auto hours = number(at + 1, 2), minutes = number(at + 4, 2);
        if (!hours || !minutes) return std::nullopt;
        offset = (text[at] == '-' ? -60 : 60) * (*hours * 60 + *minutes);
    } else {
        return std::nullopt;
    }
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * 86'400 + *hour * 3'600 + *minute * 60 + *second - offset;
}

Reading::Texts readLabels(Reading& reading, const TreeNode* parent, Origin origin) {
    Reading::Texts labels = reading.texts(parent, "labels");
    const TreeNode* const node = parent != nullptr ? parent->find("labels") : nullptr;
    for (const auto& [key, value] : labels) {
        const bool isKeyValid = isLabelKey(key);
        if (isKeyValid && isLabelValue(value)) continue;
        const TreeNode* const found = node->find(key);
        reading.rejectUnless(origin, found != nullptr ? *found : *node, "invalid label",
                             isKeyValid
                                 ? "has the value " + quoted(value) +
                                       ", which is no label value (at most 63 letters, digits, " + "'-', '_', '.')"
                                 : "has the key " + quoted(key) + ", which is no label key",
                             "correct the label");
    }
    return labels;
}

Metadata readMetadata(Reading& reading, std::string_view kind, Scope scope, NameRule rule) {
    Metadata out;
    out.where = reading.at(reading.root());
    reading.setObject(std::string(kind));
    const TreeNode* const metadata = reading.map(&reading.root(), "metadata");
    if (metadata != nullptr && metadata->find("uid") != nullptr) out.origin = Origin::Stored;
    readName(reading, metadata, out);
    if (scope == Scope::Namespaced) readNamespaceName(reading, metadata, out);
    reading.setObject(std::string(kind) + ' ' + (out.ns.empty() ? "" : out.ns + '/') + out.name);
    if (const TreeNode* const node = scalarOf(metadata, "name")) checkName(reading, *node, rule, out.origin);
    if (const TreeNode* const node = scalarOf(metadata, "namespace"); node != nullptr && scope == Scope::Namespaced)
        checkName(reading, *node, NameRule::Label, out.origin);
    out.labels = readLabels(reading, metadata, out.origin);
    out.owner = readOwner(reading, metadata);
    if (const auto created = reading.string(metadata, "creationTimestamp")) {
        out.createdAt = parseTime(*created);
        if (!out.createdAt)
            reading.reject(*metadata->find("creationTimestamp"), "invalid value", "is no RFC 3339 time", "remove it");
    }
    return out;
}

void checkMetadataFields(Reading& reading) {
    const TreeNode* const metadata = reading.root().find("metadata");
    if (metadata != nullptr && metadata->isMap()) reading.checkFields(*metadata, kMetadataFields);
}

} // namespace portolan::loading
