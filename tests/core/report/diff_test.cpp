#include "core/report/diff.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

constexpr const char* kShop = "ns shop team=blue\n"
                              "pod shop/web app=web :80\n"
                              "pod shop/job app=job :81\n"
                              "pod shop/db app=db :5432\n";
constexpr const char* kDbFromWeb =
    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
    "ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}\n";
constexpr const char* kDbFromBoth =
    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
    "ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}, "
    "{from: [{podSelector: {matchLabels: {app: job}}}], ports: [{port: 5432}]}]}\n";
constexpr const char* kDbFromBlue = "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
                                    "ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}}]}]}\n";

/// Lines between workloads, "changed web > db: TCP 80 -> TCP 81 | cause; cause"; those with addresses are left out.
std::string changes(const std::string& before, const std::string& after) {
    const auto old = story::join(before);
    const auto now = story::join(after);
    const Diff result = diff(*old.reachability, *now.reachability, {}).value();
    const auto shortened = [](const std::string& end) {
        const std::size_t slash = end.find('/');
        return end.substr(slash + 1, end.find('[') - slash - 1);
    };
    std::string out;
    for (const DiffLine& l : result.lines) {
        if (l.from.find('/') == std::string::npos || l.to.find('/') == std::string::npos) continue;
        out += std::string(name(l.kind)) + ' ' + shortened(l.from) + " > " + shortened(l.to) + ": " +
               DiffLine::text(l.before) + " -> " + DiffLine::text(l.after) + " |";
        for (const DiffCause& cause : l.causes) out += ' ' + cause.what + ';';
        out += '\n';
    }
    return out;
}

struct DiffCase {
    const char* name;
    std::string before;
    std::string after;
    const char* expected;
};

class Diffs : public testing::TestWithParam<DiffCase> {};

TEST_P(Diffs, NameWhatChangedAndWhy) {
    const DiffCase& c = GetParam();
    EXPECT_EQ(changes(c.before, c.after), c.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Report, Diffs,
    testing::Values(
        DiffCase{"nothing", kShop + std::string(kDbFromWeb), kShop + std::string(kDbFromWeb), ""},
        DiffCase{"a rule is added", kShop + std::string(kDbFromWeb), kShop + std::string(kDbFromBoth),
                 "added job > db: No Connections -> TCP 5432 | shop/db ingress rule 2 admits it now;\n"},
        DiffCase{"a rule is removed", kShop + std::string(kDbFromBoth), kShop + std::string(kDbFromWeb),
                 "removed job > db: TCP 5432 -> No Connections | shop/db ingress rule 2 admits it no longer;\n"},
        DiffCase{
            "a policy isolates", kShop, kShop + std::string(kDbFromWeb),
            "changed web > db: All Connections -> TCP 5432 | NP shop/db isolates shop/db[Pod] for ingress;\n"
            "removed job > db: All Connections -> No Connections | NP shop/db isolates shop/db[Pod] for ingress;\n"},
        DiffCase{
            "a policy isolates no longer", kShop + std::string(kDbFromWeb), kShop,
            "changed web > db: TCP 5432 -> All Connections | NP shop/db no longer isolates shop/db[Pod] for ingress;\n"
            "added job > db: No Connections -> All Connections | NP shop/db no longer isolates shop/db[Pod] for "
            "ingress;\n"},
        DiffCase{"a label of the caller", kShop + std::string(kDbFromWeb),
                 "ns shop team=blue\npod shop/web app=site :80\npod shop/job app=job :81\npod shop/db app=db :5432\n" +
                     std::string(kDbFromWeb),
                 "removed web > db: TCP 5432 -> No Connections | labels of shop/web[Pod] changed;\n"},
        DiffCase{"a label of the namespace", kShop + std::string(kDbFromBlue),
                 "ns shop team=red\npod shop/web app=web :80\npod shop/job app=job :81\npod shop/db app=db :5432\n" +
                     std::string(kDbFromBlue),
                 "removed job > db: All Connections -> No Connections | labels of namespace shop changed;\n"
                 "removed web > db: All Connections -> No Connections | labels of namespace shop changed;\n"},
        DiffCase{"a workload that is new", kShop + std::string(kDbFromWeb),
                 kShop + std::string("pod shop/web2 app=web :80\n") + kDbFromWeb,
                 "added db > web2: No Connections -> All Connections | shop/web2[Pod] is new;\n"
                 "added job > web2: No Connections -> All Connections | shop/web2[Pod] is new;\n"
                 "added web2 > db: No Connections -> TCP 5432 | shop/web2[Pod] is new;\n"
                 "added web2 > job: No Connections -> All Connections | shop/web2[Pod] is new;\n"
                 "added web2 > web: No Connections -> All Connections | shop/web2[Pod] is new;\n"
                 "added web > web2: No Connections -> All Connections | shop/web2[Pod] is new;\n"}),
    [](const auto& tested) {
        std::string out = tested.param.name;
        std::ranges::replace(out, ' ', '_');
        return out;
    });

TEST(DiffRanges, AreCutByBothSidesAndJoinedWhereTheyChangeAlike) {
    const char* pods = "ns shop\npod shop/web app=web :80\n";
    const auto policy = [](const char* block) {
        return std::string(
                   "policy shop/web {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ") +
               block + "}}]}]}\n";
    };
    const auto old = story::join(pods + policy("10.0.0.0/9"));
    const auto now = story::join(pods + policy("10.0.0.0/8"));
    const Diff result = diff(*old.reachability, *now.reachability, {}).value();
    std::string out;
    for (const DiffLine& l : result.lines)
        if (l.to.starts_with("10.")) out += std::string(name(l.kind)) + ' ' + l.to + '\n';
    EXPECT_EQ(out, "added 10.128.0.0-10.255.255.255\n");
}

} // namespace
} // namespace portolan
