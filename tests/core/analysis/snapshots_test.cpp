#include "core/analysis/snapshots.h"
#include "core/flow/time_text.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

constexpr const char* kAddress = "10.0.9.9";

std::string podText(const std::string& created, const std::string& address) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: old, namespace: shop" +
           (created.empty() ? "" : ", creationTimestamp: \"" + created + '"') + "}\nspec: {containers: [{name: c}]}\n" +
           "status: {phase: Running, podIPs: [{ip: " + address + "}]}\n";
}

struct Row {
    const char* what;
    std::string text;   ///< of the dump
    std::string time;   ///< behind @; empty: none
    std::string asked;  ///< a time for the holder of kAddress
    std::string holder; ///< empty: nobody
    std::string remark; ///< part of the one warning; empty: there is none
};

const std::string kCreated = "2026-03-01T00:00:00Z";

std::vector<Row> rows() {
    const std::string pod = podText(kCreated, kAddress);
    return {
        {"a time", pod, "2026-03-02T06:00:00Z", "2026-03-02T05:00:00Z", "old", ""},
        {"after that time nobody is known", pod, "2026-03-02T06:00:00Z", "2026-03-02T07:00:00Z", "", ""},
        {"a date is its start", pod, "2026-03-03", "2026-03-02T23:59:59Z", "old", ""},
        {"and not its end", pod, "2026-03-03", "2026-03-03T00:00:01Z", "", ""},
        {"seconds since 1970", pod, "1772431200", "2026-03-02T05:00:00Z", "old", ""},
        {"no time: the newest pod's creation", pod, "", kCreated, "old", ""},
        {"before its pods were created", pod, "2026-02-01T00:00:00Z", kCreated, "old",
         "cannot be from 2026-02-01T00:00:00Z, for a pod of it was created later; it counts as taken when its newest "
         "pod was created, at 2026-03-01T00:00:00Z"},
        {"in the future", pod, "2200-01-01", kCreated, "old", "cannot be from 2200-01-01T00:00:00Z, which is in the"},
        {"in the future it says nothing of later times", pod, "2200-01-01", "2026-03-02T00:00:00Z", "", "future"},
        {"pods of unknown age and no time", podText("", kAddress), "", kCreated, "", "says nothing of earlier"},
        {"pods of unknown age and a time to come", podText("", kAddress), "2200-01-01", kCreated, "",
         "counts for nothing"},
        {"no pod", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", "2026-03-02", kCreated, "",
         "no pod with an address"},
        {"one document of two is broken", "a: [\n---\n" + pod, "2026-03-02", kCreated, "old", "not valid YAML"},
    };
}

TEST(Snapshots, TellWhoHadAnAddressAndWhatIsAmissWithThem) {
    for (const Row& row : rows()) {
        const TemporaryFolder folder;
        const std::string file = folder.write("dump.yaml", row.text).string();
        const auto read = readSnapshots({row.time.empty() ? file : file + '@' + row.time}, {}, {});
        ASSERT_TRUE(read) << row.what << ": " << read.error().message;
        const auto* holder = read->history->holderAt(*IpAddress::parse(kAddress), *parseTime(row.asked));
        EXPECT_EQ(holder ? holder->pod : "", row.holder) << row.what;
        ASSERT_EQ(read->reports.size(), 1U);
        const Snapshots::Report& report = read->reports.front();
        std::string told;
        for (const Diagnostic& d : report.diagnostics)
            if (d.level != Diagnostic::Level::Note) told += report.files.text(d.where) + ": " + d.message + '\n';
        EXPECT_NE(told.find(row.remark), std::string::npos) << row.what << ": " << told;
        EXPECT_EQ(told.empty(), row.remark.empty()) << row.what << ": " << told;
    }
}

TEST(Snapshots, ThatCannotBeReadAreErrors) {
    const TemporaryFolder folder;
    const std::string broken = folder.write("broken.yaml", "a: [\n").string();
    const auto unreadable = readSnapshots({broken + "@2026-11-01T06:00:00Z"}, {}, {});
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error().kind, Error::Kind::Unreadable);
    EXPECT_TRUE(unreadable.error().message.starts_with("nothing could be read from the earlier dump " + broken + ": "))
        << unreadable.error().message;
    const auto noTime = readSnapshots({broken + "@monday"}, {}, {});
    ASSERT_FALSE(noTime);
    EXPECT_EQ(noTime.error().kind, Error::Kind::Usage);
    EXPECT_FALSE(readSnapshots({folder.path().string() + "/none.yaml"}, {}, {}));
}

TEST(Snapshots, AreNoneWhereNoneIsGiven) {
    const auto read = readSnapshots({}, {}, {});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->history, nullptr);
    EXPECT_TRUE(read->reports.empty());
}

} // namespace
} // namespace portolan
