#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/model/cluster_builder.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

/// The door of core/load. Takes manifests and API dumps (YAML, JSON, KYAML; files, directories, standard input), gives
/// the Cluster that they state. Takes no decision about traffic, renders no templates, asks no API server. Cost: one
/// pass over each file; JSON at memory speed, YAML that kubectl writes close to it. Documents and the items of a List
/// are read on several threads; the result does not depend on how many. Calls are independent of each other.
///
///   inputs ──sources──> files ──split──> documents, items ──feed──> events ──tree──> one object ──readers──> facts
///           (find, decode)      (`---`, items:)  (YAML, JSON, block scanner)  (pruned)    (defaults, checks)     │
///                                                                              Cluster <──ClusterBuilder<──merge─┘
///
/// A document that cannot be read loses itself, an item of a List that cannot be read loses that item.
///
/// Everything that is wrong with an input is a Diagnostic of the Cluster; the message starts with the cause:
///   code ""        "not valid YAML", "not valid JSON", "not text", "not readable", "over a limit", "disputed letter",
///                  "host bits", "old spelling", "no Kubernetes object", "no spec", "not followed", "cut short", "text
///                  on a marker line"
///   PARSE-01       "wrong type", "missing field", "invalid name", "invalid label", "invalid selector", "invalid peer",
///                  "invalid CIDR", "invalid port", "invalid protocol", "invalid value": the object is dropped
///   PARSE-02       "unrendered template": the document, or the item of a List, is skipped
///                  "unrendered variable": a ${VAR} stands where the API refuses it; the object is dropped
///   PARSE-03       "duplicate key": the last one counts
///   PARSE-04       "unknown field": read as if it were not there
///   PARSE-05       the same object twice (raised by ClusterBuilder)
///   PARSE-07       "old schema": extensions/v1beta1 NetworkPolicy
///   PARSE-08       "null rule", "null peer selector"
/// Values of environment variables, arguments, ConfigMaps, Secrets and annotations appear in no message and in no fact;
/// of all but Secrets, scheme, host and port of what can be connected to are kept (Cluster::declarations).

namespace portolan {

struct LoadOptions {
    /// What a document that is not valid YAML or JSON, or an unrendered template, takes with it.
    enum class OnYamlError { SkipDocument, StopFile };

    /// Lenient keeps workloads, Services and namespaces whose names, labels or declared container ports break a rule of
    /// the API, with a warning: what a tool for made-up manifests needs. Policies are always held to the rules, but
    /// for their own names.
    enum class Validation { ApiServer, Lenient };

    ClusterOptions cluster;
    Validation validation = Validation::ApiServer;
    OnYamlError onYamlError = OnYamlError::SkipDocument;
    std::string defaultNamespace = "default"; ///< of namespaced objects that state none (semantics NP-V1)
    unsigned threads = 0;                     ///< 0: as many as the machine has
};

/// Reads the inputs: files, directories (recursive: .yaml, .yml, .json, by name), "-" for standard input. A file named
/// portolan.yaml at the top of a directory, or given itself, is read as InventoryFacts. Fails with NotFound or
/// Unreadable where an input itself cannot be opened, with Unsupported where portolan.yaml of several inputs contradict
/// each other on the cluster's name or the inventory, with Cancelled where `control` says so; anything else that is
/// wrong inside a readable input is a diagnostic of the Cluster.
Result<std::shared_ptr<const Cluster>> load(const std::vector<std::string>& inputs, const LoadOptions& options = {},
                                            const RunControl& control = {});

/// As load(), for texts in memory, each with the name that diagnostics shall show. Fails with Unsupported and Cancelled.
Result<std::shared_ptr<const Cluster>> loadText(const std::vector<std::pair<std::string, std::string>>& texts,
                                                const LoadOptions& options = {}, const RunControl& control = {});

} // namespace portolan
