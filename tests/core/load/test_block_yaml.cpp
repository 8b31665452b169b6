#include "core/load/feed_block_yaml.h"
#include "core/load/feed_yaml.h"
#include "core/load/scalar_type.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace portolan::loading {
namespace {

/// Writes the events it gets as text; does not want the values of keys that begin with "skip".
class Recorder : public EventSink {
  public:
    void beginMap(std::uint32_t at) override { add("{", at); }
    void endMap() override { m_text += "}\n"; }
    void beginList(std::uint32_t at) override { add("[", at); }
    void endList() override { m_text += "]\n"; }
    Want key(std::string_view text, ScalarStyle style, std::uint32_t at) override {
        add("key " + shown(text, style), at);
        return text.starts_with("skip") ? Want::Skip : Want::Value;
    }
    void scalar(std::string_view text, ScalarStyle style, std::uint32_t at) override {
        if (scalarType(text, style) == ScalarType::Null)
            m_text += "null\n";
        else
            add("scalar " + shown(text, style), at);
    }
    const std::string& text() const { return m_text; }

  private:
    static std::string shown(std::string_view text, ScalarStyle style) {
        return (style == ScalarStyle::Quoted ? "q:" : "p:") + std::string(text);
    }
    void add(const std::string& what, std::uint32_t at) { m_text += what + " @" + std::to_string(at) + '\n'; }

    std::string m_text;
};

/// True where the block feed read the text; then both feeds must agree.
bool isReadTheSame(const std::string& text, Unwanted unwanted) {
    Recorder block;
    if (feedBlockYaml(text, block, unwanted, {}) != BlockOutcome::Read) return false;
    Recorder complete;
    const auto error = feedYaml(text, complete, {});
    EXPECT_FALSE(error.has_value()) << text << "\n---\n"
                                    << (error ? error->message : "") << " at " << (error ? error->at : 0);
    EXPECT_EQ(block.text(), complete.text()) << text;
    return true;
}

const char* const kTypical = R"(# a pod
apiVersion: v1
kind: Pod
metadata:
  annotations:
    text: |
      first
        indented

      last
    stripped: |-
      x
    kept: |+
      y

    "quoted: key": 'it''s'
  labels: {}
  name: a
spec:
  containers:
  - name: one
    image: repo:5000/a:1.2 # a comment
    args:
    - --flag
    - "two words\n\"x\""
    - plain text that goes
      on over

      lines
    -
    - - nested
      - list
    - key: value
      other:
  -   name: wide
      ports: []
  skipped:
  - a: |
      text: x
  - b
  skip:
    deep:
    - 1
  empty:
status:
)";

TEST(BlockYaml, readsWhatKubectlWrites) {
    for (const Unwanted unwanted : {Unwanted::Checked, Unwanted::PassedOver})
        EXPECT_TRUE(isReadTheSame(kTypical, unwanted));
    std::string withReturns;
    for (const char* c = kTypical; *c != '\0'; ++c) withReturns += *c == '\n' ? "\r\n" : std::string(1, *c);
    EXPECT_TRUE(isReadTheSame(withReturns, Unwanted::Checked));
}

class LeftOver : public testing::TestWithParam<const char*> {};

TEST_P(LeftOver, goesToTheCompleteParser) {
    Recorder recorder;
    EXPECT_EQ(feedBlockYaml(GetParam(), recorder, Unwanted::Checked, {}), BlockOutcome::LeftOver) << recorder.text();
}

INSTANTIATE_TEST_SUITE_P(Forms, LeftOver,
                         testing::Values("a: &x b\n", "a: *x\n", "a: !!str b\n", "a: [b]\n", "a: {b: c}\n",
                                         "a: >\n  b\n", "a: |2\n   b\n", "? a\n: b\n", "a:\tb\n", "\ta: b\n",
                                         "a: b: c\n", "a: - b\n", "a:\n  b: c\n d: e\n", "a: b\n  c: d\n",
                                         "a: \"b\n  c\"\n", "a: \"b\\x41\"\n", "a: @b\n", "a: %b\n", "--- a\n",
                                         "- a\nb: c\n", "a: b\n- c\n", "  a: b\nc: d\n", "a: \"b\" c\n", "text\n",
                                         "a: 'b'c\n", "skip: &x 1\nb: 2\n", "skip: {a: [b\n  ]}\nc: d\n", "a: - \n",
                                         "a: ::b\n"));

class Agreement : public testing::TestWithParam<const char*> {};

TEST_P(Agreement, holds) {
    EXPECT_TRUE(isReadTheSame(GetParam(), Unwanted::Checked));
    EXPECT_TRUE(isReadTheSame(GetParam(), Unwanted::PassedOver));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Agreement,
    testing::Values("a: b\n", "a: b", "a:\n- b\n- c\nd: e\n", "a:\n  - b\n  - c\n", "- a: b\n  c: d\n- e: f\n",
                    "a: b#c\n", "a: b #c\n", "a: #c\nb: d\n", "a:\n# c\n  b: c\n", "a: http://x:80/y\n", "a: \"\"\n",
                    "a: ''\n", "\"a b\": c\n", "a b: c\n", "a: -1\n", "- - - a\n", "-\n- a\n", "a:\n\n\nb: c\n",
                    "a: b\n  c\nd: e\n", "a: b\n\n  c\n", "a: |\n  b\nc: d\n", "a: |\n\n  b\n\n\nc: d\n", "a: |-\n  b",
                    "a:  b  \n", "a: b \\ c\n", "a: \"b \\\\ \\\"c\\\" \\n\"\n", "a: 'b ''c'' d'\n",
                    "a: {}\nb: [] # c\n", "- |\n  a\n- b\n", "a: ~\nb: null\n", "skip:\n- a\n- b: c\nd: e\n",
                    "skip: |\n  a: b\nc: d\n", "a:\n  skip: x\n# c\n  b: d\n", "a: b?c\n", "a: b,c]d\n",
                    "a:\n    b: c\n    d:\n     - e\n", "a:b: c\n", "f:x:\n  k:{\"n\":\"m\"}:\n    .: {}\n"));

TEST(BlockYaml, agreesWithTheCompleteParserOnDamagedTexts) {
    std::mt19937 random(7);
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    constexpr std::string_view kBytes = " \n:-#\"'|[]{}a0\t&*>!,?\r";
    std::size_t read = 0;
    constexpr std::size_t kRounds = 6000;
    for (std::size_t round = 0; round < kRounds && !testing::Test::HasFailure(); ++round) {
        std::string text = kTypical;
        for (std::size_t edits = below(4) + 1; edits > 0; --edits) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
            case 0: text.erase(at, 1); break;
            case 1: text.insert(at, 1, kBytes[below(kBytes.size())]); break;
            case 2: text[at] = kBytes[below(kBytes.size())]; break;
            default: text.insert(at, text.substr(below(text.size()), below(30))); break;
            }
        }
        if (isReadTheSame(text, Unwanted::Checked)) ++read;
    }
    EXPECT_GT(read, kRounds / 20);
}

} // namespace
} // namespace portolan::loading
