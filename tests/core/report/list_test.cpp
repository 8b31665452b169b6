#include "core/load/load.h"
#include "core/report/list.h"
#include "core/report/list_explained.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kShop =
    "pod shop/web app=web :80\n"
    "pod shop/db app=db :5432\n"
    "policy shop/db {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}], ports: [{port: "
    "5432}]}]}\n";

std::shared_ptr<const Reachability> shop() {
    const auto cluster = loadText({{"in.yaml", story::manifests(kShop)}}, {});
    return Reachability::create(*cluster, *Profile::named("calico"), {}).value();
}

TEST(Lists, EndWhereTheyAreCancelled) {
    std::stop_source stop;
    const auto reach = shop();
    EXPECT_TRUE(list(*reach, {}, RunControl(stop.get_token(), {})));
    stop.request_stop();
    const auto stopped = list(*reach, {}, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, Error::Kind::Cancelled);
}

TEST(Lists, ExplainWhatPassesBetweenTwoEndsOverOneProtocol) {
    const auto reach = shop();
    const PodId web = *reach->cluster().findPod("shop", "web");
    const PodId db = *reach->cluster().findPod("shop", "db");
    EXPECT_EQ(explainedText(explainEnds(*reach, web, db, Protocol::Tcp)),
              "  allow TCP 5432\n"
              "    egress  [no policy] Allow\n"
              "    ingress [NP shop/db rule 1 (in.yaml:6)] Allow\n"
              "  deny TCP 1-5431,5433-65535\n"
              "    egress  [no policy] Allow\n"
              "    ingress [NP shop/db (in.yaml:6)] Deny\n");
    EXPECT_EQ(explainedText(explainEnds(*reach, db, web, Protocol::Udp)), "  allow UDP 1-65535\n"
                                                                          "    egress  [no policy] Allow\n"
                                                                          "    ingress [no policy] Allow\n");
}

} // namespace
} // namespace portolan
