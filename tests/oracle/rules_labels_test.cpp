#include "tests/oracle/vector.h"

#include <gtest/gtest.h>

/// Semantics section 2: what a label selector selects. Each row sets a selector on what a policy isolates, or on who
/// may enter, and asks who is.

namespace portolan {
namespace {

/// A pod a/blank whose label "app" is there and empty.
const std::string kBlank = "apiVersion: v1\nkind: Pod\nmetadata: {name: blank, namespace: a, labels: {app: \"\"}}\n"
                           "spec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.0.9}";
/// A Deployment a/api and a StatefulSet a/store: their pods get labels that no manifest shows.
const std::string kTemplates =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: a, labels: {app: wrong}}\n"
    "spec: {selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: api}}, spec: {containers: "
    "[{name: c}]}}}\n---\n"
    "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: store, namespace: a}\n"
    "spec: {template: {metadata: {labels: {app: store}}, spec: {containers: [{name: c}]}}}";

std::string isolating(const std::string& selector) {
    return "{podSelector: " + selector + ", policyTypes: [Ingress]}";
}
std::string isolating(const std::string& key, const std::string& op, const std::string& values = "") {
    return isolating("{matchExpressions: [{key: " + key + ", operator: " + op +
                     (values.empty() ? "" : ", values: " + values) + "}]}");
}
std::string admitting(const std::string& peer) {
    return "{podSelector: {}, ingress: [{from: [" + peer + "]}]}";
}

const std::string kToWeb = "b/web => a/web tcp/1: ";
const std::string kToDb = "b/web => a/db tcp/1: ";
const std::string kToBlank = "b/web => a/blank tcp/1: ";

TEST(Labels, areSelectedByValuesAndTheirAbsence) {
    const std::string any = "kube-network-policies";
    expectVectors({
        {"L-2 an empty selector is everything", any, {isolating("{}")}, {kToWeb + "deny", kToDb + "deny"}},
        {"L-2 a peer without podSelector is every pod of its namespaces",
         any,
         {admitting("{namespaceSelector: {matchLabels: {team: x}}}")},
         {"a/db => a/web tcp/1: allow", kToWeb + "deny"}},
        {"L-2 a peer without namespaceSelector is no pod of other namespaces",
         any,
         {admitting("{podSelector: {}}")},
         {"a/db => a/web tcp/1: allow", kToWeb + "deny"}},
        {"L-3 matchLabels", any, {isolating("{matchLabels: {app: web}}")}, {kToWeb + "deny", kToDb + "allow"}},
        {"L-3 the same as In with one value",
         any,
         {isolating("app", "In", "[web]")},
         {kToWeb + "deny", kToDb + "allow"}},
        {"L-3 all requirements hold together",
         any,
         {isolating("{matchLabels: {app: web, tier: data}}")},
         {kToWeb + "allow", kToDb + "allow"}},
        {"L-3 labels and expressions hold together",
         any,
         {isolating("{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: DoesNotExist}]}")},
         {kToWeb + "deny", kToDb + "allow"}},
        {"L-4 In lists alternatives", any, {isolating("app", "In", "[x, web]")}, {kToWeb + "deny", kToDb + "allow"}},
        {"L-4 NotIn takes those without the key",
         any,
         {isolating("app", "NotIn", "[web]")},
         {kToWeb + "allow", kToDb + "deny"}},
        {"L-4 NotIn takes other values", any, {isolating("app", "NotIn", "[x, y]")}, {kToWeb + "deny", kToDb + "deny"}},
        {"L-4 Exists", any, {isolating("tier", "Exists")}, {kToWeb + "allow", kToDb + "deny"}},
        {"L-4 DoesNotExist", any, {isolating("tier", "DoesNotExist")}, {kToWeb + "deny", kToDb + "allow"}},
        {"L-4 values are case sensitive", any, {isolating("app", "In", "[Web]")}, {kToWeb + "allow"}},
        {"L-5 In with the empty value needs the key",
         any,
         {isolating("app", "In", "[\"\"]")},
         {kToBlank + "deny", kToDb + "allow", kToWeb + "allow"},
         {kBlank}},
        {"L-5 an empty value is there",
         any,
         {isolating("app", "Exists")},
         {kToBlank + "deny", kToDb + "allow"},
         {kBlank}},
        {"L-5 an empty value is not absent",
         any,
         {isolating("app", "DoesNotExist")},
         {kToBlank + "allow", kToDb + "deny"},
         {kBlank}},
        {"L-5 nor where another policy asks for it",
         any,
         {isolating("app", "DoesNotExist"),
          "{podSelector: {matchLabels: {app: \"\"}}, policyTypes: [Egress], egress: [{}]}"},
         {kToBlank + "allow", kToDb + "deny"},
         {kBlank}},
        {"L-5 NotIn with the empty value",
         any,
         {isolating("app", "NotIn", "[\"\"]")},
         {kToBlank + "allow", kToDb + "deny"},
         {kBlank}},
    });
}

TEST(Labels, ofNamespacesAreKnownByNameAlone) {
    const auto byLabel = [](const std::string& requirement) {
        return admitting("{namespaceSelector: {" + requirement + "}}");
    };
    const std::string fromD = "d/other => a/web tcp/1: ";
    expectVectors({
        {"L-8 a declared namespace has its name as a label",
         "generic",
         {byLabel("matchLabels: {kubernetes.io/metadata.name: b}")},
         {kToWeb + "allow", fromD + "deny"}},
        {"L-8 an implied one as well",
         "generic",
         {byLabel("matchLabels: {kubernetes.io/metadata.name: d}")},
         {kToWeb + "deny", fromD + "allow"}},
        {"L-8 the key is always there",
         "generic",
         {byLabel("matchExpressions: [{key: kubernetes.io/metadata.name, operator: DoesNotExist}]")},
         {kToWeb + "deny", fromD + "deny"}},
        {"L-9 its other labels may be there or not",
         "generic",
         {byLabel("matchExpressions: [{key: team, operator: DoesNotExist}]")},
         {kToWeb + "allow", "a/db => a/web tcp/1: deny", fromD + "uncertain"}},
        {"L-9 NotIn leaves it open too",
         "generic",
         {byLabel("matchExpressions: [{key: team, operator: NotIn, values: [x]}]")},
         {kToWeb + "allow", fromD + "uncertain"}},
        {"L-9, L-8 the name can decide against it",
         "generic",
         {byLabel("matchLabels: {team: x, kubernetes.io/metadata.name: b}")},
         {kToWeb + "deny", fromD + "deny"}},
    });
}

TEST(Labels, ofTemplatesAreThoseOfTheirPods) {
    const std::string toApi = "b/web => a/api tcp/1: ";
    const std::string toStore = "b/web => a/store tcp/1: ";
    expectVectors({
        {"L-10 the template's labels",
         "generic",
         {isolating("app", "In", "[api]")},
         {toApi + "deny", toStore + "allow"},
         {kTemplates}},
        {"L-10 not the controller's own, nor its selector's",
         "generic",
         {isolating("app", "In", "[wrong, other]")},
         {toApi + "allow"},
         {kTemplates}},
        {"L-10 a label that the controller adds is there",
         "generic",
         {isolating("pod-template-hash", "Exists")},
         {toApi + "deny", toStore + "allow"},
         {kTemplates}},
        {"L-10 its value is not known",
         "generic",
         {isolating("pod-template-hash", "In", "[a1b2]")},
         {toApi + "uncertain", toStore + "allow"},
         {kTemplates}},
        {"L-10 every kind has its own",
         "generic",
         {isolating("statefulset.kubernetes.io/pod-name", "NotIn", "[store-0]")},
         {toStore + "uncertain", toApi + "deny"},
         {kTemplates}},
    });
}

} // namespace
} // namespace portolan
