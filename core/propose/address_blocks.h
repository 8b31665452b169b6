#pragma once

#include "core/model/policy.h"
#include "core/net/address.h"

#include <span>
#include <string>
#include <vector>

namespace portolan {

/// The fewest prefixes that cover exactly these addresses, ascending.
std::vector<Cidr> exactBlocks(const AddressSet& addresses);

/// The union of the blocks' addresses.
AddressSet addressesOf(std::span<const Cidr> blocks);

/// Every address of the family outside the ranges that are never public (RFC 1918, RFC 6598, loopback, link-local,
/// unique local, multicast): the block a rule for "the internet" names.
IpBlock internetBlock(AddressFamily family);
/// What internetBlock() leaves out, both families.
AddressSet privateAddresses();

/// "10.0.0.0/31,10.9.0.1"; of more than six prefixes only the number: "public addresses in 20 ranges".
std::string addressesText(const AddressSet& addresses);

} // namespace portolan
