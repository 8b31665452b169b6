#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

TEST(AntreaPolicyLog, LinesBecomeEdges) {
    const LogCase cases[] = {
        {"2026/03/01 12:00:00.250000 IngressRule K8sNetworkPolicy:shop/db <nil> Ingress Allow 190 "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil>",
         {"shop/web => shop/db TCP 5432 allowed 1"}},
        {"2026/03/01 12:00:00.250000 AntreaPolicyEgressRule AntreaNetworkPolicy:shop/web no-db Egress Reject 14500 "
         "shop/web-6fb5694d48-5hmds 10.0.1.1 40000 10.0.1.3 5432 TCP 60 label",
         {"shop/web => shop/db TCP 5432 denied 1"}},
        // default deny names no policy
        {"2026/03/01 12:00:00.250000 IngressDefaultRule K8sNetworkPolicy <nil> Ingress Drop <nil> "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil>",
         {"shop/web => shop/db TCP 5432 denied 1"}},
        {"2026/03/01 12:00:00.250000 IngressDefaultRule K8sNetworkPolicy <nil> Ingress Drop <nil> "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil> [3 packets in 1.011379442s]",
         {"shop/web => shop/db TCP 5432 denied 3"}},
        // a rule may be called as an action is
        {"2026/03/01 12:00:00.250000 AntreaPolicyIngressRule AntreaNetworkPolicy:shop/db Allow Ingress Drop 14500 "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil>",
         {"shop/web => shop/db TCP 5432 denied 1"}},
        // on to a layer 7 engine: let through so far
        {"2026/03/01 12:00:00.250000 AntreaPolicyIngressRule AntreaNetworkPolicy:shop/db http Ingress Redirect 14500 "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil>",
         {"shop/web => shop/db TCP 5432 allowed 1"}},
        {"2026/03/01 12:00:00.250000 AntreaPolicyIngressRule AntreaClusterNetworkPolicy:all pass Ingress Pass 14500 "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil>",
         {},
         {{SkipReason::NoVerdict, 1}}},
        // before rules, directions and pods were named
        {"2020/11/02 22:21:21.148395 AntreaPolicyAppTierIngressRule AntreaNetworkPolicy:shop/db Allow 61800 10.0.1.1 "
         "40000 "
         "10.0.1.3 5432 TCP 60",
         {"shop/web => shop/db TCP 5432 allowed 1"}},
        {"2021/06/24 23:56:41.346165 AntreaPolicyEgressRule AntreaNetworkPolicy:shop/web Drop 44900 10.0.1.1 40000 "
         "10.0.1.3 "
         "5432 TCP 60 [3 packets in 1.011379442s]",
         {"shop/web => shop/db TCP 5432 denied 3"}},
        // before ports were
        {"2020/06/02 22:21:21.148395 AntreaPolicyEgressRule AntreaNetworkPolicy:shop/web Drop 0 SRC: 10.0.1.1 DEST: "
         "10.0.1.3 60 TCP",
         {},
         {{SkipReason::NoTransport, 1}}},
        {"2026/03/01 12:00:00.250000 IngressDefaultRule K8sNetworkPolicy <nil> Ingress Drop <nil> "
         "shop/db-7848d6c4d5-th9v2 10.0.1.1 <nil> 10.0.1.3 <nil> ICMP 84 <nil>",
         {},
         {{SkipReason::NoTransport, 1}}},
        // an answer whose connection is forgotten
        {"2026/03/01 12:00:00.250000 IngressDefaultRule K8sNetworkPolicy <nil> Ingress Drop <nil> "
         "shop/web-6fb5694d48-5hmds 10.0.2.1 5353 10.0.1.1 40000 UDP 90 <nil>",
         {}},
        {"2026/03/01 12:00:00.250000 IngressDefaultRule K8sNetworkPolicy <nil> Ingress Drop <nil> shop/db",
         {},
         {{SkipReason::Malformed, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::AntreaPolicyLog, "", c);
}

TEST(AntreaPolicyLog, TimesAreLocal) {
    LineHints hints;
    hints.zoneMinutes = -330;
    const auto results =
        resultsOf(FlowFormat::AntreaPolicyLog,
                  "2026/03/01 06:30:00.250000 IngressRule K8sNetworkPolicy:shop/db <nil> Ingress Allow "
                  "190 shop/db-7848d6c4d5-th9v2 10.0.1.1 40000 10.0.1.3 5432 TCP 60 <nil>",
                  hints);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].record.firstSeen, 1'772'366'400'250'000'000);
    EXPECT_EQ(results[0].record.reporter, Reporter::Destination);
    EXPECT_EQ(results[0].record.weightKind, WeightKind::Record);
}

} // namespace
} // namespace portolan::flowtest
