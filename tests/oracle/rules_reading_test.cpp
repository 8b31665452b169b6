#include "core/load/load.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Semantics 3.1 and 10, where a rule shows in what is read rather than in a verdict: which objects exist, under which
/// names, and what of their text counts.

namespace portolan {
namespace {

std::shared_ptr<const Cluster> read(const std::string& text, const LoadOptions& options = {}) {
    return *loadText({{"in.yaml", text}}, options);
}
std::string policy(const std::string& metadata, const std::string& spec = "{podSelector: {}}",
                   const std::string& apiVersion = "networking.k8s.io/v1") {
    return "apiVersion: " + apiVersion + "\nkind: NetworkPolicy\nmetadata: {" + metadata + "}\nspec: " + spec + "\n";
}
bool isTold(const Cluster& cluster, std::string_view code) {
    return std::ranges::any_of(cluster.diagnostics, [&](const Diagnostic& d) { return d.code == code; });
}
/// "shop/web ops/db": the pods with their namespaces, or "none".
std::string podsOf(const Cluster& cluster) {
    std::string out;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i)
        out += (out.empty() ? "" : " ") + cluster.displayName(PodId(i));
    return out.empty() ? "none" : out;
}

TEST(Reading, holdsNamesToTheirRules) {
    const std::string label63(63, 'a');
    const std::string name253 = label63 + '.' + label63 + '.' + label63 + '.' + label63.substr(2);
    struct Row {
        std::string what, text;
        bool isRead;
    };
    const auto object = [](const std::string& kind, const std::string& name, const std::string& rest = "") {
        return "apiVersion: v1\nkind: " + kind + "\nmetadata: {name: \"" + name + "\"}\n" + rest;
    };
    for (const Row& row : std::vector<Row>{
             {"NP-V1 dots and dashes", policy("name: a.b-c.d0"), true},
             {"NP-V1 253 characters", policy("name: " + name253), true},
             {"NP-V1 254 characters", policy("name: " + name253 + "b"), false},
             {"NP-V1 capitals", policy("name: Web"), false},
             {"NP-V1 an underscore", policy("name: web_1"), false},
             {"NP-V1 a dash at the end", policy("name: web-"), false},
             {"NP-V1 no name", policy("namespace: a"), false},
             {"Y-16 a namespace of 63", object("Namespace", label63), true},
             {"Y-16 a namespace of 64", object("Namespace", label63 + "b"), false},
             {"Y-16 a namespace with a dot", object("Namespace", "a.b"), false},
             {"Y-16 a pod with a dot", object("Pod", "a.b"), true},
             {"Y-16 a pod of 254", object("Pod", name253 + "b"), false},
             {"Y-16 a Service of 63", object("Service", label63, "spec: {ports: [{port: 80}]}\n"), true},
             {"Y-16 a Service with a dot", object("Service", "a.b", "spec: {ports: [{port: 80}]}\n"), false},
             {"Y-16 a container port's name",
              object("Pod", "a", "spec: {containers: [{ports: [{name: http-2, containerPort: 80}]}]}\n"), true},
             {"Y-16 one that is too long",
              object("Pod", "a", "spec: {containers: [{ports: [{name: a234567890123456, containerPort: 80}]}]}\n"),
              false},
         }) {
        const auto cluster = read(row.text);
        EXPECT_EQ(!cluster->counts.empty(), row.isRead) << row.what;
        EXPECT_EQ(isTold(*cluster, "PARSE-01"), !row.isRead) << row.what;
    }
}

// Covers NP-V1: a missing namespace is the one chosen at apply time.
TEST(Reading, takesTheNamespaceOfTheOptionsAndSaysSo) {
    LoadOptions options;
    options.defaultNamespace = "shop";
    const auto cluster = read(policy("name: p") + "---\n" + policy("name: q, namespace: ops"), options);
    ASSERT_EQ(cluster->policies.size(), 2U);
    for (const NetworkPolicy& p : cluster->policies) {
        const bool isImplied = cluster->text(p.name) == "p";
        EXPECT_EQ(cluster->text(cluster->namespaces[p.ns].name), isImplied ? "shop" : "ops");
        EXPECT_EQ(p.isNamespaceImplied, isImplied);
    }
}

TEST(Reading, takesNumbersAndNamesForWhatTheyAre) {
    struct Row {
        std::string what, port;
        bool isRead;
    };
    for (const Row& row : std::vector<Row>{{"Y-6 a number", "80", true},
                                           {"Y-6 a quoted number is a name, and none", "\"80\"", false},
                                           {"Y-6 a number with a fraction", "80.0", false},
                                           {"Y-6 a name", "http", true},
                                           {"Y-5, Y-6 hexadecimal is a number", "0x50", true}}) {
        const auto cluster =
            read(policy("name: p", "{podSelector: {}, ingress: [{ports: [{port: " + row.port + "}]}]}"));
        EXPECT_EQ(cluster->policies.size(), row.isRead ? 1U : 0U) << row.what;
    }
    for (const Row& row : std::vector<Row>{{"Y-6 a target port by number", "8080", true},
                                           {"Y-6 by name", "http", true},
                                           {"Y-6 a name needs a letter", "\"8080\"", false}}) {
        const auto cluster = read("apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80, "
                                  "targetPort: " +
                                  row.port + "}]}\n");
        EXPECT_EQ(cluster->services.size(), row.isRead ? 1U : 0U) << row.what;
    }
    struct Label {
        std::string what, value;
        bool isRead;
    };
    for (const Label& row : std::vector<Label>{{"Y-5 a boolean", "yes", false},
                                               {"Y-5 in capitals", "OFF", false},
                                               {"Y-5 a number", "1.0", false},
                                               {"Y-5 octal", "0123", false},
                                               {"Y-5 with underscores", "1_000", false},
                                               {"Y-5 infinity", ".inf", false},
                                               {"Y-5 quoted", "\"yes\"", true},
                                               {"Y-5 a word", "yesterday", true}}) {
        const auto cluster = read(policy("name: p", "{podSelector: {matchLabels: {a: " + row.value + "}}}"));
        EXPECT_EQ(cluster->policies.size(), row.isRead ? 1U : 0U) << row.what;
    }
}

TEST(Reading, passesOverWhatOnlyTheServerWrites) {
    const std::string pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\n  uid: 1-2\n"
                            "  creationTimestamp: 2024-05-01T10:00:00Z\n";
    const std::string dumped =
        "  resourceVersion: \"7\"\n  generation: 3\n  selfLink: /x\n"
        "  managedFields: [{fieldsV1: {\"f:spec\": {\"f:ingress\": {}}}}]\n"
        "  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n"
        "      {\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"p\"}}\n";
    const std::string status =
        "status: {phase: Running, podIP: 10.0.0.1, conditions: [{type: Ready, status: \"False\"}], "
        "qosClass: Burstable}\n";
    const auto plain = read(pod + "status: {phase: Running, podIP: 10.0.0.1}\n");
    const auto full = read(pod + dumped + status);
    for (const auto& cluster : {plain, full}) {
        ASSERT_EQ(podsOf(*cluster), "shop/web") << "Y-12";
        const Pod& web = cluster->pods[PodId(0U)];
        EXPECT_EQ(web.createdAt, 1'714'557'600) << "the age is read";
        EXPECT_EQ(web.addresses, std::vector{*IpAddress::parse("10.0.0.1")}) << "so are addresses";
        EXPECT_TRUE(cluster->policies.isEmpty()) << "a policy in an annotation is none";
        EXPECT_TRUE(cluster->diagnostics.empty());
    }
}

TEST(Reading, takesTheLastOfTwoAndOneOfTwoGroups) {
    struct Row {
        std::string what, text, code;
        std::size_t policies;
        bool isEgress;
    };
    const std::string egress = "{podSelector: {}, policyTypes: [Egress]}";
    for (const Row& row : std::vector<Row>{
             {"Y-13 twice: the last counts", policy("name: p") + "---\n" + policy("name: p", egress), "PARSE-05", 1,
              true},
             {"Y-13 the same in two namespaces is two",
              policy("name: p, namespace: a") + "---\n" + policy("name: p, namespace: b"), "", 2, false},
             {"Y-13 the old group means the same", policy("name: p", egress, "extensions/v1beta1"), "PARSE-07", 1,
              true},
             {"Y-13 the same in both groups is one",
              policy("name: p", egress, "extensions/v1beta1") + "---\n" + policy("name: p", egress), "PARSE-07", 1,
              true},
             {"Y-14 a version that there is not", policy("name: p", egress, "networking.k8s.io/v1beta1"), "PARSE-01", 0,
              true},
         }) {
        const auto cluster = read(row.text);
        EXPECT_EQ(cluster->policies.size(), row.policies) << row.what;
        for (const NetworkPolicy& p : cluster->policies) EXPECT_EQ(p.isolatesEgress, row.isEgress) << row.what;
        EXPECT_TRUE(row.code.empty() || isTold(*cluster, row.code)) << row.what;
    }
    const auto other = read("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\napiVersion: x.io/v1\nkind: Thing\n"
                            "metadata: {name: t}\n");
    EXPECT_EQ(other->unreadKinds.size(), 2U) << "Y-14 other kinds are counted and listed";
}

TEST(Reading, losesCommentsAndNothingElse) {
    const auto cluster =
        read("# a comment\napiVersion: v1 # here\nkind: Pod\nmetadata:\n  name: a#b # no comment inside\n"
             "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  # between\n  labels:\n"
             "    app: web # behind\n    url: \"x # y\"\n");
    EXPECT_EQ(podsOf(*cluster), "none") << "Y-18 a#b and x # y are whole values, and no valid ones";
    ASSERT_EQ(cluster->diagnostics.size(), 2U);
    EXPECT_NE(cluster->diagnostics[0].message.find("a#b"), std::string::npos) << cluster->diagnostics[0].message;
    EXPECT_NE(cluster->diagnostics[1].message.find("x # y"), std::string::npos) << cluster->diagnostics[1].message;
}

/// One pod "shop/web" however it is written.
TEST(Reading, understandsEverySpellingOfAManifest) {
    const std::string fields = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\n";
    std::string crlf;
    for (const char c : fields) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    struct Row {
        std::string what, text, pods, code;
    };
    for (const Row& row : std::vector<Row>{
             {"V29 plain", fields, "shop/web", ""},
             {"V29 with a byte order mark", "\xef\xbb\xbf" + fields, "shop/web", ""},
             {"V29 with CRLF", crlf, "shop/web", ""},
             {"V29 in a List",
              "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: web, "
              "namespace: shop}}\n",
              "shop/web", ""},
             {"V29 as KYAML",
              "---\n{\n  apiVersion: \"v1\",\n  kind: \"Pod\",\n  metadata: {name: \"web\", namespace: "
              "\"shop\",},\n}\n",
              "shop/web", ""},
             {"V29 a tab", "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: web\n", "none", ""},
             {"V29 a template", "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n", "none",
              "PARSE-02"},
             {"V29 a label that is a boolean", "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {a: yes}}\n",
              "none", "PARSE-01"},
         }) {
        const auto cluster = read(row.text);
        EXPECT_EQ(podsOf(*cluster), row.pods) << row.what;
        EXPECT_TRUE(row.code.empty() || isTold(*cluster, row.code)) << row.what;
        EXPECT_EQ(row.pods == "none", !cluster->diagnostics.empty()) << row.what;
    }
    const auto peers = [](const std::string& from) {
        const auto cluster = read("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec:\n"
                                  "  podSelector: {}\n  ingress:\n  - from:\n" +
                                  from);
        std::string out;
        if (cluster->policies.isEmpty()) return std::string("invalid");
        for (const PolicyPeer& p : cluster->policies[PolicyId(0U)].ingress[0].peers)
            out += std::string(out.empty() ? "" : ", ") + (p.podSelector ? "pods" : "") +
                   (p.namespaceSelector ? "ns" : "");
        return out;
    };
    const std::string labels = "{matchLabels: {a: b}}\n";
    EXPECT_EQ(peers("    - podSelector: " + labels + "      namespaceSelector: " + labels), "podsns")
        << "V29 one element";
    EXPECT_EQ(peers("    - podSelector: " + labels + "    - namespaceSelector: " + labels), "pods, ns") << "V29 two";
    EXPECT_EQ(peers("    - namespaceSelector:\n      matchLabels:\n        a: b\n"), "invalid")
        << "V29 nothing below it";
    EXPECT_EQ(peers("    - podSelector: " + labels + "    from:\n    - namespaceSelector: " + labels), "ns")
        << "V29 the last of two lists";
}

} // namespace
} // namespace portolan
