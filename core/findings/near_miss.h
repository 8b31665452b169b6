#pragma once

#include "core/findings/context.h"

namespace portolan {

/// A pod that a selector misses by little.
struct NearMiss {
    PodId pod;
    std::string failing;    ///< the requirement that fails: "app=wbe"
    std::string suggestion; ///< what would match the pod: "app=web"
};

/// The first pod (by name) that fails exactly one requirement of the selector and fails it narrowly: key or value
/// differ in case, by an edit or two that do not make up half of the word, or `app` stands for app.kubernetes.io/name
/// or the reverse. nullopt where there is none.
std::optional<NearMiss> nearMiss(const Cluster& cluster, const LabelSelector& selector, std::span<const Pod> pods);

/// True where the texts differ in case only, or by at most two edits that leave more than half of the word standing.
bool isSimilar(std::string_view a, std::string_view b);

} // namespace portolan
