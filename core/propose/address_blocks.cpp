#include "core/propose/address_blocks.h"

#include <array>

namespace portolan {
namespace {

constexpr std::array kPrivateV4{"0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10",  "127.0.0.0/8",
                                "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"};
constexpr std::array kPrivateV6{"::/8", "fc00::/7", "fe80::/10", "ff00::/8"};

/// Prefixes beyond this many are told as a number.
constexpr std::size_t kListedBlocks = 6;

void cover(const AddressRange& range, const Cidr& block, std::vector<Cidr>& out) {
    const AddressRange whole = block.range();
    if (range.last < whole.first || whole.last < range.first) return;
    if (range.first <= whole.first && whole.last <= range.last) {
        out.push_back(block);
        return;
    }
    const Cidr lower = Cidr::of(block.address(), block.prefixLength() + 1);
    cover(range, lower, out);
    cover(range, Cidr::of(*lower.range().last.next(), block.prefixLength() + 1), out);
}

} // namespace

std::vector<Cidr> exactBlocks(const AddressSet& addresses) {
    std::vector<Cidr> out;
    for (const AddressRange& range : addresses.ranges())
        cover(range, Cidr::of(IpAddress::lowest(range.first.family()), 0), out);
    return out;
}

AddressSet addressesOf(std::span<const Cidr> blocks) {
    if (blocks.empty()) return {};
    if (blocks.size() == 1) return AddressSet::of(blocks.front());
    const std::size_t half = blocks.size() / 2;
    return addressesOf(blocks.first(half)).united(addressesOf(blocks.subspan(half)));
}

IpBlock internetBlock(AddressFamily family) {
    IpBlock out{Cidr::of(IpAddress::lowest(family), 0), {}};
    if (family == AddressFamily::V4)
        for (const char* text : kPrivateV4) out.except.push_back(*Cidr::parse(text));
    else
        for (const char* text : kPrivateV6) out.except.push_back(*Cidr::parse(text));
    return out;
}

AddressSet privateAddresses() {
    return AddressSet::everything()
        .minus(internetBlock(AddressFamily::V4).addresses())
        .minus(internetBlock(AddressFamily::V6).addresses());
}

std::string addressesText(const AddressSet& addresses) {
    if (addresses == AddressSet::everything()) return "every address";
    const std::vector<Cidr> blocks = exactBlocks(addresses);
    if (blocks.size() > kListedBlocks)
        return (addresses.intersected(privateAddresses()).isEmpty() ? "public addresses in " : "addresses in ") +
               std::to_string(addresses.ranges().size()) + " ranges";
    std::string out;
    for (const Cidr& c : blocks) out += (out.empty() ? "" : ",") + c.text();
    return out;
}

} // namespace portolan
