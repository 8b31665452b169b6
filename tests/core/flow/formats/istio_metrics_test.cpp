#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

struct SeriesText {
    std::string metric = "istio_tcp_connections_opened_total", reporter = "destination";
    std::string from = "web", to = "db", service = "db", value = "42";
    std::string flags = "-";
};

std::string text(const SeriesText& s) {
    return s.metric + R"({reporter=")" + s.reporter + R"(",source_workload=")" + s.from +
           R"(",source_workload_namespace="shop",source_principal="spiffe://a/ns/shop/sa/\"x\"",destination_workload=")" +
           s.to + R"(",destination_workload_namespace="shop",destination_service=")" + s.service +
           R"(.shop.svc.cluster.local",destination_service_name=")" + s.service +
           R"(",destination_service_namespace="shop",response_flags=")" + s.flags + R"("} )" + s.value;
}

TEST(IstioMetrics, SeriesBecomeEdgesAtTheOnePortOfTheService) {
    const std::pair<std::string, LogCase> cases[] = {
        {text({}), {"", {"shop/web => shop/db TCP 5432 observed 42"}}},
        {text({.metric = "istio_requests_total", .value = "7"}) + " 1772366400250",
         {"", {"shop/web => shop/db TCP 5432 observed 7"}}},
        // both ends count
        {text({}) + '\n' + text({.reporter = "source", .value = "41"}),
         {"", {"shop/web => shop/db TCP 5432 observed 42"}}},
        // as many series as there are pods
        {text({}) + '\n' + text({.value = "8"}), {"", {"shop/web => shop/db TCP 5432 observed 50"}}},
        // a Service of several workloads: the series says which
        {text({.service = "all"}), {"", {"shop/web => shop/db TCP 80 observed 42"}}},
        {text({.from = "kafka", .to = "unknown"}), {"", {"shop/kafka => shop/db TCP 5432 observed 42"}}},
        {text({}) + '\n' + text({.service = "gone"}),
         {"", {"shop/web => shop/db TCP 5432 observed 42"}, {{SkipReason::NoPort, 1}}}},
        {text({.from = "unknown"}), {"", {}, {{SkipReason::NoEnd, 1}}}},
        {text({.reporter = "source", .flags = "UF,URX"}), {"", {}, {{SkipReason::NoAnswer, 1}}}},
        {text({.value = "0"}), {"", {}}},
        {"# TYPE istio_requests_total counter\nenvoy_server_uptime{} 7\n" + text({.value = "many"}),
         {"", {}, {{SkipReason::Malformed, 1}, {SkipReason::OtherEvent, 1}}}},
    };
    for (auto [line, c] : cases) {
        c.lines = line;
        expectLog(FlowFormat::IstioMetrics, "", c);
    }
}

TEST(IstioMetrics, HaveTheTimeOfTheSampleOrOfTheFile) {
    LineHints hints;
    hints.fileTime = 1'772'400'000'000'000'000;
    const auto file = resultsOf(FlowFormat::IstioMetrics, text({}), hints);
    ASSERT_EQ(file.size(), 1U);
    EXPECT_EQ(file[0].record.firstSeen, hints.fileTime);
    EXPECT_EQ(file[0].record.weightKind, WeightKind::Connection);
    const auto sample = resultsOf(FlowFormat::IstioMetrics, text({}) + " 1772366400250", hints);
    ASSERT_EQ(sample.size(), 1U);
    EXPECT_EQ(sample[0].record.firstSeen, 1'772'366'400'250'000'000);
}

} // namespace
} // namespace portolan::flowtest
