#include "tests/core/load/load_case.h"

#include <stop_token>

namespace portolan {
namespace {

constexpr const char* kPod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: web}}\n";

std::string pod(const std::string& name) {
    return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name + "\n";
}
std::string jsonPod(const std::string& name) {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"("}})";
}

/// "a b c": the names of the pods.
std::string pods(const Cluster& c) {
    std::string out;
    for (const Pod& p : c.pods) out += (out.empty() ? "" : " ") + std::string(c.text(p.name));
    return out;
}

struct Row {
    const char* what;
    std::string text;
    const char* pods;
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.what;
}

class Streams : public testing::TestWithParam<Row> {};

TEST_P(Streams, giveTheirObjectsWithoutComplaint) {
    const LoadedCluster c = loaded(GetParam().text);
    EXPECT_EQ(pods(*c), GetParam().pods) << diagnosticsOf(*c);
    EXPECT_EQ(diagnosticsOf(*c), "");
}

INSTANTIATE_TEST_SUITE_P(
    Y1toY3, Streams,
    testing::Values(Row{"nothing", "", ""}, Row{"a comment", "# nothing\n", ""}, Row{"one", pod("a"), "a"},
                    Row{"two", pod("a") + "---\n" + pod("b"), "a b"},
                    Row{"empty documents", "---\n---\n# x\n---\n" + pod("a") + "---\n", "a"},
                    Row{"a comment on the marker", "--- # first\n" + pod("a"), "a"},
                    Row{"end markers", pod("a") + "...\n---\n" + pod("b") + "...\n", "a b"},
                    Row{"a directive", "%YAML 1.1\n---\n" + pod("a") + "---\n" + pod("b"), "a b"},
                    Row{"a null document", "---\nnull\n---\n" + pod("a"), "a"}, Row{"JSON", jsonPod("a"), "a"},
                    Row{"concatenated JSON", jsonPod("a") + '\n' + jsonPod("b"), "a b"},
                    Row{"JSON documents", jsonPod("a") + "\n---\n" + jsonPod("b") + "\n", "a b"},
                    Row{"JSON after a marker", "---\n" + jsonPod("a") + "\n", "a"},
                    Row{"KYAML",
                        "---\n{\n  apiVersion: \"v1\",\n  kind: \"Pod\",\n  metadata: {\n    name: \"a\",\n"
                        "    labels: {app: \"x\",}, # last\n  },\n}\n",
                        "a"},
                    Row{"flow style", "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n", "a"},
                    Row{"a string with a marker in JSON",
                        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","annotations":{"x":"\\\"}]{"}}})",
                        "a"}));

INSTANTIATE_TEST_SUITE_P(
    Y4, Streams,
    testing::Values(
        Row{"List",
            "apiVersion: v1\nkind: List\nitems:\n- " +
                std::string("{apiVersion: v1, kind: Pod, metadata: "
                            "{name: a}}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n"),
            "a b"},
        Row{"List with its kind last",
            "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n"
            "kind: List\nmetadata:\n  resourceVersion: \"\"\n",
            "a"},
        Row{"typed list", "apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n",
            "a b"},
        Row{"typed list with its kind last",
            "apiVersion: v1\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n"
            "kind: PodList\n",
            "a b"},
        Row{"typed list as JSON", R"({"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"a"}}]})", "a"},
        Row{"nested List",
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n"
            "  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- apiVersion: v1\n  kind: PodList\n  items:\n"
            "  - metadata: {name: b}\n",
            "a b"},
        Row{"empty List", "apiVersion: v1\nkind: List\nitems: []\n", ""},
        Row{"List without items", "apiVersion: v1\nkind: List\nitems:\n", ""}));

INSTANTIATE_TEST_SUITE_P(
    Y7toY10, Streams,
    testing::Values(
        Row{"anchors",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: &l {app: x}}\nspec: {nodeName: &n node1}\n", "a"},
        Row{"aliases",
            "apiVersion: v1\nkind: List\nitems:\n- &p {apiVersion: v1, kind: Pod, metadata: {name: a}}\n"
            "- {<<: *p, metadata: {name: b}}\n",
            "a b"},
        Row{"CRLF", "apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: a\r\n---\r\n" + pod("b"), "a b"},
        Row{"lone CR", "apiVersion: v1\rkind: Pod\rmetadata:\r  name: a\r", "a"},
        Row{"byte order mark", "\xef\xbb\xbf" + pod("a"), "a"},
        Row{"byte order mark before JSON", "\xef\xbb\xbf" + jsonPod("a"), "a"},
        Row{"tab after a value", "apiVersion: v1\nkind: Pod\t# x\nmetadata:\n  name: a\n", "a"},
        Row{"no line end at the end", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a", "a"}));

std::string utf16(const std::string& text, bool isBigEndian) {
    std::string out = isBigEndian ? "\xfe\xff" : "\xff\xfe";
    for (const char c : text) {
        if (isBigEndian) out += '\0';
        out += c;
        if (!isBigEndian) out += '\0';
    }
    return out;
}

TEST(Encodings, includeUtf16WithAMark) {
    for (const bool isBigEndian : {false, true}) {
        const LoadedCluster c = loaded(utf16(pod("a"), isBigEndian));
        EXPECT_EQ(pods(*c), "a") << diagnosticsOf(*c);
    }
}

struct BadRow {
    const char* what;
    std::string text;
    const char* pods;
    const char* diagnostic; ///< the start of the first
};

void PrintTo(const BadRow& row, std::ostream* out) {
    *out << row.what;
}

class BadStreams : public testing::TestWithParam<BadRow> {};

TEST_P(BadStreams, loseOnlyTheBadDocument) {
    const LoadedCluster c = loaded(GetParam().text);
    EXPECT_EQ(pods(*c), GetParam().pods) << diagnosticsOf(*c);
    EXPECT_TRUE(diagnosticsOf(*c).starts_with(GetParam().diagnostic)) << diagnosticsOf(*c);
}

std::string nested(std::size_t depth) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: " + std::string(depth, '[') +
           std::string(depth, ']') + "\n";
}

std::string bomb() {
    std::string out = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  x0: &x0 [1,1,1,1,1,1,1,1,1,1]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string before = "*x" + std::to_string(i - 1);
        out += "  x" + std::to_string(i) + ": &x" + std::to_string(i) + " [";
        for (int k = 0; k < 10; ++k) out += (k == 0 ? "" : ",") + before;
        out += "]\n";
    }
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    Malformed, BadStreams,
    testing::Values(
        BadRow{"a bad document between good ones", pod("a") + "---\na: b: c\n---\n" + pod("b"), "a b", "E  in.yaml:6:"},
        BadRow{"a tab", pod("a") + "---\napiVersion: v1\nkind: Pod\nmetadata:\n\tname: b\n", "a",
               "E  in.yaml:9:1 : not valid YAML: a tab is used for indentation"},
        BadRow{"wrong indentation", "apiVersion: v1\nkind: Pod\nmetadata:\n    name: a\n  namespace: b\n", "",
               "E  in.yaml:5:"},
        BadRow{"truncated JSON", R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a")", "", "E  in.yaml:1:"},
        BadRow{"JSON without a comma", "{\"apiVersion\":\"v1\"\n \"kind\":\"Pod\"}", "", "E  in.yaml:"},
        BadRow{"text on a marker", "--- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n", "a",
               "W  in.yaml:1:1 : text on a marker line"},
        BadRow{"NUL bytes", std::string("a\0b", 3), "", "E  in.yaml : not text: it holds NUL bytes"},
        BadRow{"invalid UTF-8", "apiVersion: v1\nkind: \"\xc3\x28\"\n", "", "E  in.yaml : not text"},
        BadRow{"half of a UTF-16 unit", "\xff\xfe\x61", "", "E  in.yaml : not text"},
        BadRow{"nesting over the limit", nested(250), "", "E  in.yaml:4:206 : over a limit"},
        BadRow{"an alias bomb", bomb() + "---\n" + pod("b"), "b", "E  in.yaml:"},
        BadRow{"an alias to itself", "apiVersion: v1\nkind: &k [*k]\n", "", "E  in.yaml:2:"},
        BadRow{"an unknown alias", "apiVersion: v1\nkind: *x\n", "", "E  in.yaml:2:"},
        BadRow{"a list as a key", "? [a]\n: b\n", "", "E  in.yaml:1:"},
        BadRow{"an array", "[1, 2]\n", "", "N  in.yaml:1:1 : no Kubernetes object"},
        BadRow{"a text", "hello\n", "", "N  in.yaml:1:1 : no Kubernetes object"},
        BadRow{"values of a chart", "image: nginx\nport: 80\n", "", "N  in.yaml:1:1 : no Kubernetes object"},
        BadRow{"no kind", "apiVersion: v1\nmetadata: {name: a}\n", "", "E PARSE-01 in.yaml:1:1 : missing field: kind"},
        BadRow{"a patch", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {x: z}}\n", "",
               "N  in.yaml:1:1 Deployment default/a: no spec"},
        BadRow{"no apiVersion", "kind: Pod\nmetadata: {name: a}\n", "",
               "E PARSE-01 in.yaml:1:1 : missing field: apiVersion"}));

INSTANTIATE_TEST_SUITE_P(
    Y11, BadStreams,
    testing::Values(BadRow{"a template action on a line", pod("a") + "---\n{{- if .x }}\n" + pod("b") + "{{- end }}\n",
                           "a", "E PARSE-02 in.yaml:6:1 : unrendered template"},
                    BadRow{"a template as a value",
                           "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n", "",
                           "E PARSE-02 in.yaml:4:9 : unrendered template"},
                    BadRow{"a template in a plain scalar", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-{{ .x }}\n",
                           "", "E PARSE-02 in.yaml:4:9 : unrendered template"},
                    BadRow{"a variable in a name", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${NAME}\n", "",
                           "E PARSE-01 in.yaml:4:9 Pod default/${NAME}: invalid name"}));

TEST(Templates, mayStandInQuotesAndBlocks) {
    const LoadedCluster c = loaded("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: \"{{ x }}\"\n"
                                   "  b: |\n    {{ y }}\n# {{ z }}\n");
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST(BadStreams, stopTheFileWhereTheProfileSaysSo) {
    LoadOptions options;
    options.onYamlError = LoadOptions::OnYamlError::StopFile;
    const LoadedCluster c = loaded(pod("a") + "---\na: b: c\n---\n" + pod("b"), options);
    EXPECT_EQ(pods(*c), "a");
}

TEST(Loading, isCancelled) {
    std::stop_source source;
    source.request_stop();
    const auto result = loadText({{"in.yaml", pod("a")}}, {}, RunControl(source.get_token(), {}));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, Error::Kind::Cancelled);
}

TEST(Loading, countsKindsThatNobodyReads) {
    const LoadedCluster c = loaded("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: b}\n---\n"
                                   "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"
                                   "metadata: {name: p, namespace: shop}\n---\n"
                                   "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\n"
                                   "metadata: {name: p}\n---\n"
                                   "apiVersion: crd.projectcalico.org/v1\nkind: NetworkPolicy\n"
                                   "metadata: {name: knp.default.x, namespace: shop}\n---\n"
                                   "apiVersion: projectcalico.org/v3\nkind: StagedNetworkPolicy\n"
                                   "metadata: {name: x, namespace: shop}\n");
    EXPECT_EQ(factsOf(*c), "ns shop? kubernetes.io/metadata.name=shop\n"
                           "unread policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy 1 policy\n"
                           "unread cilium.io/v2 CiliumNetworkPolicy 1 policy\n"
                           "unread crd.projectcalico.org/v1 NetworkPolicy 1\n"
                           "unread v1 Secret 1\n"
                           "unread projectcalico.org/v3 StagedNetworkPolicy 1\n");
    EXPECT_EQ(c->unreadKinds[1].namespaces.size(), 1U);
    EXPECT_EQ(c->unreadKinds[0].namespaces.size(), 0U);
}

TEST(Loading, positionsAreAbsolute) {
    const LoadedCluster c = loaded(pod("a") + "---\n\n" + pod("b"));
    EXPECT_EQ(c->files.text(c->pods[PodId(0U)].where), "in.yaml:1:1");
    EXPECT_EQ(c->files.text(c->pods[PodId(1U)].where), "in.yaml:7:1");
    const LoadedCluster json = loaded(jsonPod("a") + "\n\n  " + jsonPod("b"));
    EXPECT_EQ(json->files.text(json->pods[PodId(1U)].where), "in.yaml:3:3");
}

TEST(Loading, readsOneLetterNamesAsStringsAndWarnsOnce) {
    const LoadedCluster c = loaded(std::string(kPod) + "---\n" +
                                   "apiVersion: v1\nkind: Namespace\nmetadata: {name: y}\n"
                                   "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n");
    EXPECT_EQ(c->namespaces.size(), 3U);
    EXPECT_EQ(countDiagnostics(*c, "", "disputed letter"), 1U) << diagnosticsOf(*c);
}

} // namespace
} // namespace portolan
