#pragma once

#include "core/load/reading.h"

#include <vector>

/// Readers of what manifests say about whom their workloads talk to. Nothing they find wrong rejects an object; of
/// texts that may be secrets they take the spots that have the form of an address and nothing else.

namespace portolan::loading {

/// What one object declares, until it is known whether the object stays.
struct DeclaredFacts {
    std::vector<MentionFact> mentions;
    std::vector<ConfigMapUseFact> configMaps;
    std::vector<ProbeFact> probes;
};

/// Adds what a container says: variables, their ConfigMaps, command, arguments, probes. Variables, command and
/// arguments that are no strings reject the object.
void readContainer(Reading& reading, const TreeNode& container, const DeclaringObject& owner, DeclaredFacts& out);
/// Adds the ConfigMaps that a pod spec mounts.
void readVolumes(Reading& reading, const TreeNode* spec, const DeclaringObject& owner, DeclaredFacts& out);
/// Adds what annotations say; `object` is "Ingress web" where they are no workload's.
void readAnnotations(Reading& reading, const TreeNode* metadata, const DeclaringObject& owner,
                     const std::string& object, DeclaredFacts& out);
/// Hands the facts to the batch, unless it has the same of another pod of that owner.
void keep(Reading& reading, const DeclaringObject& owner, DeclaredFacts facts);

/// Reads a ConfigMap: counts it and takes the mentions from its values.
void readConfigMap(Reading& reading);
/// Reads what the API server calls: a ValidatingWebhookConfiguration, a MutatingWebhookConfiguration, an APIService, or
/// the conversion of a CustomResourceDefinition.
void readApiServerCalls(Reading& reading, std::string_view kind);

} // namespace portolan::loading
