#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace portolan {

/// Kleene's three values: what is known to hold, known not to hold, or depends on a missing fact (semantics IR-4).
enum class Ternary : std::uint8_t { No, Unknown, Yes };

constexpr Ternary both(Ternary a, Ternary b) {
    return a < b ? a : b;
}
constexpr Ternary either(Ternary a, Ternary b) {
    return a < b ? b : a;
}
constexpr Ternary ternary(bool b) {
    return b ? Ternary::Yes : Ternary::No;
}

/// A fact whose absence can leave a verdict open. The names are what reports print.
enum class Doubt : std::uint8_t {
    IpBlockMatchesPods,  ///< knob unset: does an ipBlock select pods by their address?
    IpBlockMatchesNodes, ///< knob unset: does an ipBlock select nodes and hostNetwork pods?
    NamespaceLabels,     ///< a namespace without manifest: labels other than its name unknown (L-9)
    PodAddress,          ///< a pod without a known address against an ipBlock
    RuntimeLabel,        ///< a label whose value only the cluster knows (L-10)
    AddressFamilies,     ///< the addresses of a dual-stack pod differ in what matches them (NP-I2)
    OwnNode,             ///< traffic between a pod and its own node (NP-6, NP-7)
    UnreadPolicy,        ///< a policy kind was seen that is not read
    EqualPriority,       ///< admin policies of one priority disagree: the plugin may apply either (A-3)
    DomainNames,         ///< a rule for domain names: which addresses they have is not known (C-6)
    NetworksMatchPods,   ///< knob unset: do the networks of an admin policy select pods and nodes by address?
};
inline constexpr std::size_t kDoubtCount = 11;

/// A set of Doubts.
class Doubts {
  public:
    constexpr Doubts() = default;
    constexpr Doubts(Doubt d) : m_bits(static_cast<std::uint16_t>(1U << static_cast<unsigned>(d))) {} // NOLINT
    constexpr bool isEmpty() const { return m_bits == 0; }
    constexpr bool contains(Doubt d) const { return (m_bits & Doubts(d).m_bits) != 0; }
    constexpr Doubts& operator|=(Doubts o) {
        m_bits = static_cast<std::uint16_t>(m_bits | o.m_bits);
        return *this;
    }
    friend constexpr Doubts operator|(Doubts a, Doubts b) { return a |= b; }
    bool operator==(const Doubts&) const = default;

    std::vector<Doubt> all() const;
    /// The names of all(), joined by ", ": "ipBlockMatchesPods, namespaceLabels".
    std::string text() const;

  private:
    std::uint16_t m_bits = 0;
};

/// "ipBlockMatchesPods": the knob's or fact's name as profiles and reports spell it.
const char* name(Doubt doubt);
/// One sentence on what is not known and how to settle it.
const char* explanation(Doubt doubt);

} // namespace portolan
