#include "core/model/labels.h"
#include "core/model/policy.h"
#include "core/model/ports.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

TEST(LabelSets, areEqualWhateverTheOrderOfTheLabels) {
    Symbols symbols;
    LabelSets sets;
    const Symbol app = symbols.intern("app");
    const Symbol tier = symbols.intern("tier");
    const Symbol web = symbols.intern("web");
    const LabelSetId id = sets.intern({{app, web}, {tier, web}});
    EXPECT_EQ(sets.intern({{tier, web}, {app, web}}), id);
    EXPECT_NE(sets.intern({{app, web}}), id);
    EXPECT_EQ(sets.intern({}), LabelSetId());
    EXPECT_EQ(sets[id].size(), 2U);
    EXPECT_EQ(sets[LabelSetId()].size(), 0U);
}

TEST(LabelSets, keepTheLastOfSeveralValuesForOneKey) {
    Symbols symbols;
    LabelSets sets;
    const Symbol app = symbols.intern("app");
    const LabelSetId id = sets.intern({{app, symbols.intern("old")}, {app, symbols.intern("new")}});
    ASSERT_EQ(sets[id].size(), 1U);
    EXPECT_EQ(symbols.text(sets.find(id, app)->value), "new");
}

TEST(LabelSets, tellAnEmptyValueFromAnUnknownOneAndFromNone) {
    Symbols symbols;
    LabelSets sets;
    const Symbol hash = symbols.intern("pod-template-hash");
    const LabelSetId empty = sets.intern({{hash, Symbol()}});
    const LabelSetId unknown = sets.intern({{hash, Symbol(), false}});
    EXPECT_NE(empty, unknown);
    EXPECT_TRUE(sets.find(empty, hash)->isValueKnown);
    EXPECT_FALSE(sets.find(unknown, hash)->isValueKnown);
    EXPECT_EQ(sets.find(LabelSetId(), hash), std::nullopt);
    EXPECT_EQ(sets.find(empty, symbols.intern("other")), std::nullopt);
}

TEST(LabelSets, stayApartInLargeNumbers) {
    Symbols symbols;
    LabelSets sets;
    const Symbol key = symbols.intern("id");
    std::vector<LabelSetId> ids;
    for (int i = 0; i < 3000; ++i) ids.push_back(sets.intern({{key, symbols.intern(std::to_string(i))}}));
    for (int i = 0; i < 3000; ++i) {
        const auto at = static_cast<std::size_t>(i);
        ASSERT_EQ(symbols.text(sets.find(ids[at], key)->value), std::to_string(i));
        ASSERT_EQ(sets.intern({{key, symbols.intern(std::to_string(i))}}), ids[at]);
    }
}

TEST(PortLists, dropDuplicatesAndIgnoreOrder) {
    Symbols symbols;
    PortLists lists;
    const ContainerPort http{symbols.intern("http"), Protocol::Tcp, 80};
    const ContainerPort dns{symbols.intern("dns"), Protocol::Udp, 53};
    const ContainerPort otherHttp{symbols.intern("http"), Protocol::Tcp, 8080};
    const PortListId id = lists.intern({http, dns, http});
    EXPECT_EQ(lists.intern({dns, http}), id);
    EXPECT_EQ(lists[id].size(), 2U);
    EXPECT_EQ(lists[lists.intern({http, otherHttp})].size(), 2U) << "one name with two numbers stays two (NP-T5)";
    EXPECT_EQ(lists.intern({}), PortListId());
}

TEST(IpBlock, subtractsItsExcepts) {
    const IpBlock block{*Cidr::parse("10.0.0.0/8"), {*Cidr::parse("10.0.0.0/9"), *Cidr::parse("10.255.0.0/16")}};
    const AddressSet addresses = block.addresses();
    EXPECT_FALSE(addresses.contains(*IpAddress::parse("10.1.1.1")));
    EXPECT_TRUE(addresses.contains(*IpAddress::parse("10.128.0.0")));
    EXPECT_FALSE(addresses.contains(*IpAddress::parse("10.255.0.1")));
    EXPECT_FALSE(addresses.contains(*IpAddress::parse("11.0.0.0")));
}

} // namespace
} // namespace portolan
