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

// Covers Y-1, Y-2, Y-3.
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

// Covers Y-4.
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

// Covers Y-7, Y-10.
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

// Covers Y-10.
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

// Covers Y-1, Y-2, Y-7, Y-10, Y-19.
INSTANTIATE_TEST_SUITE_P(
    Malformed, BadStreams,
    testing::Values(
        BadRow{"a bad document between good ones", pod("a") + "---\na: b: c\n---\n" + pod("b"), "a b", "E  in.yaml:6:"},
        BadRow{"a tab", pod("a") + "---\napiVersion: v1\nkind: Pod\nmetadata:\n\tname: b\n", "a",
               "E  in.yaml:9:1 : not valid YAML: a tab is used for indentation"},
        BadRow{"a quote that does not end", pod("a") + "---\n" + pod("b") + "spec:\n  nodeName: &n 'it''s\n", "a",
               "E  in.yaml:11:13 : not valid YAML: a quoted text does not end"},
        BadRow{"a list without its end", "apiVersion: v1\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n",
               "a", "W  in.yaml:1:1 : cut short: a list that does not say its kind"},
        BadRow{"wrong indentation", "apiVersion: v1\nkind: Pod\nmetadata:\n    name: a\n  namespace: b\n", "",
               "E  in.yaml:5:"},
        BadRow{"truncated JSON", R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a")", "", "E  in.yaml:1:"},
        BadRow{"JSON without a comma", "{\"apiVersion\":\"v1\"\n \"kind\":\"Pod\"}", "", "E  in.yaml:"},
        BadRow{"text on a marker", "--- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n", "a",
               "W  in.yaml:1:1 : text on a marker line"},
        BadRow{"NUL bytes", std::string("a\0b", 3), "", "E  in.yaml : not text: it holds NUL bytes"},
        BadRow{"invalid UTF-8", "apiVersion: v1\nkind: \"\xc3\x28\"\n", "",
               "E  in.yaml : not text: line 2 is not valid UTF-8"},
        BadRow{"UTF-16 without a mark", utf16(pod("a"), false).substr(2), "",
               "E  in.yaml : not text: it holds NUL bytes (UTF-16 without a byte order mark?); save it as UTF-8"},
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

// Covers Y-11.
INSTANTIATE_TEST_SUITE_P(
    Y11, BadStreams,
    testing::Values(
        BadRow{"a template action on a line", pod("a") + "---\n{{- if .x }}\n" + pod("b") + "{{- end }}\n", "a",
               "E PARSE-02 in.yaml:6:1 : unrendered template"},
        BadRow{"a template as a value", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n", "",
               "E PARSE-02 in.yaml:4:9 : unrendered template"},
        BadRow{"a template in a plain scalar", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-{{ .x }}\n", "",
               "E PARSE-02 in.yaml:4:9 : unrendered template"},
        BadRow{"a variable in a name", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${NAME}\n", "",
               "E PARSE-02 in.yaml:4:9 Pod default/${NAME}: unrendered variable: metadata.name"},
        BadRow{"a variable in a label, told once an object",
               "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-${N}\n  labels: {app: \"${APP}\"}\n---\n" + pod("b"),
               "b", "E PARSE-02 in.yaml:4:9 Pod default/a-${N}: unrendered variable: metadata.name"},
        BadRow{"a variable in a key of a label",
               "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {\"${KEY}\": x}}\n", "",
               "E PARSE-02 in.yaml:3:40 Pod default/a: unrendered variable: metadata.labels"},
        BadRow{"a variable for a number",
               "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - ports:\n"
               "    - containerPort: ${PORT}\n",
               "", "E PARSE-02 in.yaml:7:22 Pod default/a: unrendered variable: spec.containers[0].ports[0]"},
        BadRow{"a variable in flow style", "apiVersion: v1\nkind: Pod\nmetadata: {name: ${NAME}}\n", "",
               "E PARSE-02 in.yaml:3:"},
        BadRow{"a template in quotes where a name belongs",
               "apiVersion: v1\nkind: Pod\nmetadata:\n  name: \"{{ .x }}\"\n", "",
               "E PARSE-02 in.yaml:4:9 Pod default/{{ .x }}: unrendered template: metadata.name"},
        BadRow{"braces that nothing closes", std::string(300, '{'), "", "E  in.yaml:1:"}));

TEST(Variables, mayStandWhereNothingIsMadeOfThem) {
    const LoadedCluster c = loaded("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
                                   "  - env: [{name: A, value: \"${A}\"}]\n    args: [\"--x=${B}\"]\n");
    EXPECT_EQ(diagnosticsOf(*c), "");
    EXPECT_EQ(pods(*c), "a");
}

class BrokenLists : public testing::TestWithParam<BadRow> {};

TEST_P(BrokenLists, loseOnlyTheBrokenItem) {
    const LoadedCluster c = loaded(GetParam().text);
    EXPECT_EQ(pods(*c), GetParam().pods) << diagnosticsOf(*c);
    EXPECT_EQ(diagnosticsOf(*c), GetParam().diagnostic);
}

/// A List of kubectl's making with these items, each a line or several, without the dash.
std::string list(const std::vector<std::string>& items, const std::string& head = "apiVersion: v1\nkind: List\n",
                 const std::string& tail = "") {
    std::string out = head + "items:\n";
    for (const std::string& item : items) {
        out += "- ";
        for (const char c : item) out += c == '\n' ? std::string("\n  ") : std::string(1, c);
        out += '\n';
    }
    return out + tail;
}

std::string podItem(const std::string& name) {
    return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name;
}

// Covers Y-4.
INSTANTIATE_TEST_SUITE_P(
    Y4, BrokenLists,
    testing::Values(
        BadRow{"wrong indentation", list({podItem("a"), podItem("b") + "\n bad: x", podItem("c")}), "a c",
               "E  in.yaml:12:4 : not valid YAML: end of map not found; item 2 of the list is skipped\n"},
        BadRow{"a tab", list({podItem("a"), "kind: Pod\nmetadata:\n\tname: b", podItem("c")}), "a c",
               "E  in.yaml:10:3 : not valid YAML: a tab is used for indentation; item 2 of the list is skipped\n"},
        BadRow{"lines without indentation",
               list({podItem("a")}) + "- apiVersion: v1\nkind: Pod\nmetadata:\n  name: b\n- " +
                   "{apiVersion: v1, kind: Pod, metadata: {name: c}}\n",
               "a c",
               "E  in.yaml:9:1 : not valid YAML: text after the end of the document; item 2 of the list is skipped\n"},
        BadRow{"the first and the last item", list({"a: b: c", podItem("b"), "kind: Pod\nmetadata: [a"}), "b",
               "E  in.yaml:4:7 : not valid YAML: illegal map value; item 1 of the list is skipped\n"
               "E  in.yaml:11:1 : not valid YAML: end of sequence flow not found; item 3 of the list is skipped\n"},
        BadRow{"a template", list({podItem("a"), podItem("{{ .Values.name }}"), podItem("c")}), "a c",
               "E PARSE-02 in.yaml:11:11 : unrendered template: item 2 of the list holds {{ }} and is skipped\n"},
        BadRow{"a template action", list({podItem("a"), "{{- if .x }}\nkind: Pod", podItem("c")}), "a c",
               "E PARSE-02 in.yaml:8:3 : unrendered template: item 2 of the list holds {{ }} and is skipped\n"},
        BadRow{"a typed list with its kind last",
               list({"metadata: {name: a}", "metadata: {name: b: c}", "metadata: {name: d}"}, "apiVersion: v1\n",
                    "kind: PodList\nmetadata:\n  resourceVersion: \"\"\n"),
               "a d", "E  in.yaml:4:21 : not valid YAML: end of map flow not found; item 2 of the list is skipped\n"},
        BadRow{"a file that is cut short", list({podItem("a"), "apiVersion: v1\nkind: \"Po"}, "apiVersion: v1\n"), "a",
               "E  in.yaml:8:9 : not valid YAML: a quoted text does not end; item 2 of the list is skipped\n"},
        BadRow{"items deeper than their key",
               "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n  - {a\n"
               "  - {apiVersion: v1, kind: Pod, metadata: {name: b}}\nmetadata: {}\n",
               "a b",
               "E  in.yaml:5:5 : not valid YAML: a map or list in the place of a key; item 2 of the list is skipped\n"},
        BadRow{"a mistake outside of the items", list({podItem("a")}, "apiVersion: v1\nkind: List\nmetadata: {x\n"), "",
               "E  in.yaml:3:12 : not valid YAML: end of map flow not found; the document is skipped\n"},
        BadRow{"JSON",
               R"({"apiVersion":"v1","kind":"List","items":[)" + jsonPod("a") + ",\n{\"a\" \"b\"},\n" + jsonPod("b") +
                   "]}",
               "a b",
               "E  in.yaml:2:1 : not valid JSON: The JSON document has an improper structure: missing or superfluous "
               "commas, braces, missing keys, etc.; item 2 of the list is skipped\n"},
        BadRow{"JSON that is cut short",
               R"({"apiVersion":"v1","items":[)" + jsonPod("a") + ",\n" + jsonPod("b") + R"(,{"apiVersion":"v1","ki)",
               "a b",
               "E  in.yaml:2:57 : not valid JSON: the list cannot be followed behind item 2; what comes after it is "
               "skipped\n"},
        BadRow{"JSON without a comma",
               R"({"apiVersion":"v1","kind":"List","items":[)" + jsonPod("a") + "\n" + jsonPod("b") + "]}", "a",
               "E  in.yaml:1:99 : not valid JSON: the list cannot be followed behind item 1; what comes after it is "
               "skipped\n"}));

TEST(BrokenLists, ofManyItemsKeepTheSoundOnes) {
    std::vector<std::string> items;
    const std::string padding(1000, 'x');
    for (int i = 0; i < 1200; ++i)
        items.push_back(i % 500 == 7 ? "a: b: c"
                                     : podItem("p" + std::to_string(i)) + "\nspec: {nodeName: " + padding + '}');
    const LoadedCluster c = loaded(list(items));
    EXPECT_EQ(c->pods.size(), 1197U);
    EXPECT_EQ(countDiagnostics(*c, "", "not valid YAML: illegal map value; item "), 3U) << diagnosticsOf(*c);
    EXPECT_EQ(countDiagnostics(*c, "", "not valid YAML: illegal map value; item 508 of the list"), 1U);
}

TEST(BrokenLists, areSkippedWhereTheProfileStopsTheFile) {
    LoadOptions options;
    options.onYamlError = LoadOptions::OnYamlError::StopFile;
    const LoadedCluster c = loaded(pod("z") + "---\n" + list({podItem("a"), "a: b: c", podItem("c")}), options);
    EXPECT_EQ(pods(*c), "z");
}

// Covers Y-11.
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

// Covers Y-19.
TEST(Loading, refusesAnObjectOfEndlessValues) {
    std::string text = R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":[)";
    for (int i = 0; i < 12'000'000; ++i) text += "1,";
    const LoadedCluster c = loaded(text + "1]}\n" + jsonPod("b"));
    EXPECT_EQ(pods(*c), "b");
    EXPECT_EQ(countDiagnostics(*c, "", "over a limit: an object has more than 12 million values"), 1U)
        << diagnosticsOf(*c);
}

// Covers Y-19.
TEST(Loading, refusesAScalarOf64MiB) {
    const LoadedCluster c = loaded(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" +
                                   std::string((64U << 20U) + 1, 'a') + "\"}}\n" + jsonPod("b"));
    EXPECT_EQ(pods(*c), "b");
    EXPECT_EQ(countDiagnostics(*c, "", "over a limit: a scalar is larger than 64 MiB"), 1U) << diagnosticsOf(*c);
}

TEST(Loading, isCancelled) {
    std::stop_source source;
    source.request_stop();
    const auto result = loadText({{"in.yaml", pod("a")}}, {}, RunControl(source.get_token(), {}));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, Error::Kind::Cancelled);
}

// Covers Y-14, Y-15, IR-12.
TEST(Loading, countsKindsThatNobodyReads) {
    const LoadedCluster c = loaded("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: b}\n---\n"
                                   "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"
                                   "metadata: {name: p, namespace: shop}\n---\n"
                                   "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\n"
                                   "metadata: {name: p}\n---\n"
                                   "apiVersion: crd.projectcalico.org/v1\nkind: NetworkPolicy\n"
                                   "metadata: {name: knp.default.x, namespace: shop}\n---\n"
                                   "apiVersion: projectcalico.org/v3\nkind: StagedNetworkPolicy\n"
                                   "metadata: {name: x, namespace: shop}\n");
    EXPECT_EQ(factsOf(*c), "ns shop? kubernetes.io/metadata.name=shop\n"
                           "unread cilium.io/v2 CiliumNetworkPolicy 1 policy\n"
                           "unread projectcalico.org/v3 GlobalNetworkPolicy 1 policy\n"
                           "unread crd.projectcalico.org/v1 NetworkPolicy 1\n"
                           "unread v1 Secret 1\n"
                           "unread projectcalico.org/v3 StagedNetworkPolicy 1\n");
    EXPECT_EQ(c->unreadKinds[0].namespaces.size(), 1U);
    EXPECT_EQ(c->unreadKinds[1].namespaces.size(), 0U);
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
