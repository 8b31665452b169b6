#pragma once

#include "core/load/reading.h"

#include <string_view>

namespace portolan::loading {

/// The group of an apiVersion: "apps" of "apps/v1", "" of "v1".
std::string_view groupOf(std::string_view apiVersion);

/// Reads one object into the batch.
using ReadFunction = void (*)(Reading& reading, std::string_view kind);

/// The reader of that kind in that group, nullptr where there is none.
ReadFunction readerOf(std::string_view group, std::string_view kind);

/// The group in which a kind that readerOf() does not find lives in the API ("networking.k8s.io/v1"), empty where the
/// kind may well be somebody's own: the group is not one of Kubernetes, or nothing of that name is known.
std::string_view rightApiVersion(std::string_view group, std::string_view kind);

/// True for kinds that decide about traffic and that Portolan does not read: they make what they may touch uncertain
/// (semantics Y-14, contract). Staged policies decide nothing.
bool isUnreadPolicy(std::string_view group, std::string_view kind);

} // namespace portolan::loading
