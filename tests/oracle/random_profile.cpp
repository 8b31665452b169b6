#include "tests/oracle/random_profile.h"

namespace portolan::world {

Profile randomProfile(RandomWorld& random) {
    const auto names = Profile::names();
    Profile out = *Profile::named(names[random.below(names.size())]);
    if (random.isChosen(50)) return out;
    const auto ternary = [&] { return static_cast<Ternary>(random.below(3)); };
    const auto ownNode = [&] { return static_cast<Profile::OwnNode>(random.below(3)); };
    out.name = "random";
    out.ipBlockMatchesPods = ternary();
    out.ipBlockMatchesNodes = ternary();
    out.networksMatchPods = ternary();
    out.hostNetworkPods = random.isChosen(50) ? Profile::HostNetwork::AsNode : Profile::HostNetwork::AsPod;
    out.ingressFromOwnNode = ownNode();
    out.egressToOwnNode = ownNode();
    out.serviceNatBeforePolicy = ternary();
    out.unreadPoliciesIgnored = ternary();
    out.isIpv4Only = random.isChosen(30);
    out.isEnforced = !random.isChosen(5);
    out.hairpin = ownNode();
    out.externalSourceSeen = static_cast<Profile::SourceSeen>(random.below(3));
    out.hasEndPort = !random.isChosen(20);
    out.hasSctp = !random.isChosen(20);
    return out;
}

std::string text(const Profile& profile) {
    std::string out = "profile " + profile.name + ':';
    for (const auto& [knob, value] : profile.settings()) out += ' ' + knob + '=' + value;
    return out + '\n';
}

} // namespace portolan::world
