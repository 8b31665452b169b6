#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

enum class AddressFamily : std::uint8_t { V4, V6 };

/// An IPv4 or IPv6 address. All v4 addresses sort before all v6 ones. An IPv4-mapped IPv6 address is its v4 address.
class IpAddress {
  public:
    IpAddress() = default;
    static IpAddress v4(std::uint32_t bits) { return IpAddress(AddressFamily::V4, 0, bits); }
    static IpAddress v6(std::uint64_t high, std::uint64_t low) { return IpAddress(AddressFamily::V6, high, low); }
    static IpAddress lowest(AddressFamily family) { return family == AddressFamily::V4 ? v4(0) : v6(0, 0); }
    static IpAddress highest(AddressFamily family);
    /// Dotted decimal (leading zeros are read as decimal) or any RFC 4291 text form without a zone.
    static std::optional<IpAddress> parse(std::string_view text);

    AddressFamily family() const { return m_family; }
    std::uint64_t high() const { return m_high; }
    std::uint64_t low() const { return m_low; }
    /// The next or previous address of the family; nullopt past the last or before the first.
    std::optional<IpAddress> next() const;
    std::optional<IpAddress> previous() const;
    /// RFC 5952 text.
    std::string text() const;

    auto operator<=>(const IpAddress&) const = default;

  private:
    IpAddress(AddressFamily family, std::uint64_t high, std::uint64_t low)
        : m_family(family), m_high(high), m_low(low) {}

    AddressFamily m_family = AddressFamily::V4;
    std::uint64_t m_high = 0;
    std::uint64_t m_low = 0;
};

/// A range of addresses of one family, both ends included.
struct AddressRange {
    IpAddress first;
    IpAddress last;

    bool contains(const IpAddress& a) const { return first <= a && a <= last; }
    /// "10.0.0.0-10.255.255.255".
    std::string text() const { return first.text() + '-' + last.text(); }
    auto operator<=>(const AddressRange&) const = default;
};

/// A network prefix; host bits of the text are dropped (and told by `hadHostBits`).
class Cidr {
  public:
    Cidr() = default;
    /// "10.0.0.0/8", "::/0"; the prefix length is required.
    static std::optional<Cidr> parse(std::string_view text);
    static Cidr of(IpAddress address, unsigned prefixLength);

    IpAddress address() const { return m_address; }
    unsigned prefixLength() const { return m_prefixLength; }
    AddressFamily family() const { return m_address.family(); }
    bool hadHostBits() const { return m_hadHostBits; }
    bool isWholeFamily() const { return m_prefixLength == 0; }
    AddressRange range() const;
    bool contains(const IpAddress& a) const { return range().contains(a); }
    std::string text() const;

    bool operator==(const Cidr& o) const { return m_address == o.m_address && m_prefixLength == o.m_prefixLength; }
    auto operator<=>(const Cidr& o) const {
        if (const auto c = m_address <=> o.m_address; c != 0) return c;
        return m_prefixLength <=> o.m_prefixLength;
    }

  private:
    IpAddress m_address;
    unsigned m_prefixLength = 0;
    bool m_hadHostBits = false;
};

/// A set of addresses of both families as maximal ascending ranges; equal sets compare equal.
class AddressSet {
  public:
    AddressSet() = default;
    static AddressSet everything();
    static AddressSet of(AddressRange range);
    static AddressSet of(const Cidr& cidr) { return of(cidr.range()); }

    bool isEmpty() const { return m_ranges.empty(); }
    bool contains(const IpAddress& a) const;
    const std::vector<AddressRange>& ranges() const { return m_ranges; }
    AddressSet united(const AddressSet& other) const;
    AddressSet intersected(const AddressSet& other) const;
    AddressSet minus(const AddressSet& other) const;

    auto operator<=>(const AddressSet&) const = default;

  private:
    std::vector<AddressRange> m_ranges;
};

} // namespace portolan
