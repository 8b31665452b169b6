#include "core/model/policy.h"

namespace portolan {

std::string_view name(Direction direction) {
    return direction == Direction::Ingress ? "ingress" : "egress";
}

AddressSet IpBlock::addresses() const {
    AddressSet out = AddressSet::of(cidr);
    for (const Cidr& e : except) out = out.minus(AddressSet::of(e));
    return out;
}

} // namespace portolan
