#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Which rule a name follows, and whether objects of the kind live in namespaces.
enum class Scope { Namespaced, Cluster };
enum class NameRule { Subdomain, Label };

/// What every reader needs of `metadata`.
struct Metadata {
    std::string ns;                  ///< LoadOptions::defaultNamespace where none is stated; "" for cluster scope
    bool isNamespaceImplied = false; ///< none was stated
    std::string name;
    Reading::Texts labels;
    OwnerFact owner; ///< the owner reference with controller: true
    std::optional<std::int64_t> createdAt;
    Origin origin = Origin::Manifest;
    SourceRef where;
};

/// Reads and checks `metadata`, and tells the reading what the object is called. A name that breaks the rule or a label
/// that breaks the syntax (semantics L-1, NP-V1, Y-16) rejects an object from a manifest; one that an API server
/// already holds is kept with a warning (semantics L-6).
Metadata readMetadata(Reading& reading, std::string_view kind, Scope scope, NameRule rule = NameRule::Subdomain);

/// PARSE-04 for fields of the object's metadata that the API does not know.
void checkMetadataFields(Reading& reading);

/// Seconds since 1970 UTC of an RFC 3339 time such as "2024-05-01T10:00:00Z" or one with a numeric offset.
std::optional<std::int64_t> parseTime(std::string_view text);

/// Labels with syntax checks; `parent` is a metadata map.
Reading::Texts readLabels(Reading& reading, const TreeNode* parent, Origin origin);

} // namespace portolan::loading
