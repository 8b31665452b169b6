#include "core/net/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace portolan {
namespace {

constexpr std::uint64_t kMax64 = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kMax32 = 0xffffffffU;

std::optional<std::uint32_t> parseV4(std::string_view text) {
    std::uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = text.find('.');
        if ((part < 3) == (dot == std::string_view::npos)) return std::nullopt;
        const std::string_view digits = text.substr(0, dot);
        unsigned value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size() || digits.empty() || value > 255)
            return std::nullopt;
        bits = bits << 8U | value;
        if (part < 3) text.remove_prefix(dot + 1);
    }
    return bits;
}

std::uint64_t bigEndian(const unsigned char* bytes) {
    std::uint64_t v = 0;
    for (int i = 0; i < 8; ++i) v = v << 8U | bytes[i];
    return v;
}

} // namespace

IpAddress IpAddress::highest(AddressFamily family) {
    return family == AddressFamily::V4 ? v4(static_cast<std::uint32_t>(kMax32)) : v6(kMax64, kMax64);
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    if (text.find(':') == std::string_view::npos) {
        const auto bits = parseV4(text);
        if (!bits) return std::nullopt;
        return v4(*bits);
    }
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, std::string(text).c_str(), bytes.data()) != 1) return std::nullopt;
    const std::uint64_t high = bigEndian(bytes.data());
    const std::uint64_t low = bigEndian(bytes.data() + 8);
    if (high == 0 && low >> 32U == 0xffffU) return v4(static_cast<std::uint32_t>(low & kMax32));
    return v6(high, low);
}

std::optional<IpAddress> IpAddress::next() const {
    if (*this == highest(m_family)) return std::nullopt;
    IpAddress out = *this;
    if (++out.m_low == 0) ++out.m_high;
    return out;
}

std::optional<IpAddress> IpAddress::previous() const {
    if (*this == lowest(m_family)) return std::nullopt;
    IpAddress out = *this;
    if (out.m_low-- == 0) --out.m_high;
    return out;
}

std::string IpAddress::text() const {
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (m_family == AddressFamily::V4) {
        for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<unsigned char>(m_low >> (24 - 8 * i) & 0xffU);
        inet_ntop(AF_INET, bytes.data(), buffer.data(), buffer.size());
    } else {
        for (unsigned i = 0; i < 8; ++i) {
            bytes[i] = static_cast<unsigned char>(m_high >> (56 - 8 * i) & 0xffU);
            bytes[8 + i] = static_cast<unsigned char>(m_low >> (56 - 8 * i) & 0xffU);
        }
        inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    }
    return buffer.data();
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(slash + 1);
    unsigned length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
    const std::string_view host = text.substr(0, slash);
    const auto address = IpAddress::parse(host);
    if (!address) return std::nullopt;
    const bool isMapped = address->family() == AddressFamily::V4 && host.find(':') != std::string_view::npos;
    if (isMapped) {
        if (length < 96 || length > 128) return std::nullopt;
        length -= 96;
    }
    if (length > (address->family() == AddressFamily::V4 ? 32U : 128U)) return std::nullopt;
    Cidr out = of(*address, length);
    out.m_hadHostBits = out.m_address != *address;
    return out;
}

Cidr Cidr::of(IpAddress address, unsigned prefixLength) {
    Cidr out;
    out.m_prefixLength = prefixLength;
    if (address.family() == AddressFamily::V4) {
        const std::uint64_t mask = prefixLength == 0 ? 0 : kMax32 << (32 - prefixLength) & kMax32;
        out.m_address = IpAddress::v4(static_cast<std::uint32_t>(address.low() & mask));
    } else {
        const std::uint64_t high = prefixLength == 0 ? 0 : prefixLength >= 64 ? kMax64 : kMax64 << (64 - prefixLength);
        const std::uint64_t low = prefixLength <= 64 ? 0 : kMax64 << (128 - prefixLength);
        out.m_address = IpAddress::v6(address.high() & high, address.low() & low);
    }
    return out;
}

AddressRange Cidr::range() const {
    if (family() == AddressFamily::V4) {
        const std::uint64_t host = m_prefixLength == 0 ? kMax32 : (std::uint64_t{1} << (32 - m_prefixLength)) - 1;
        return {m_address, IpAddress::v4(static_cast<std::uint32_t>(m_address.low() | host))};
    }
    const std::uint64_t high = m_prefixLength == 0 ? kMax64 : m_prefixLength >= 64 ? 0 : kMax64 >> m_prefixLength;
    const std::uint64_t low = m_prefixLength <= 64    ? kMax64
                              : m_prefixLength == 128 ? 0
                                                      : kMax64 >> (m_prefixLength - 64);
    return {m_address, IpAddress::v6(m_address.high() | high, m_address.low() | low)};
}

std::string Cidr::text() const {
    return m_address.text() + '/' + std::to_string(m_prefixLength);
}

AddressSet AddressSet::everything() {
    AddressSet out;
    for (const AddressFamily f : {AddressFamily::V4, AddressFamily::V6})
        out.m_ranges.push_back({IpAddress::lowest(f), IpAddress::highest(f)});
    return out;
}

AddressSet AddressSet::of(AddressRange range) {
    AddressSet out;
    if (range.first.family() == range.last.family() && range.first <= range.last) out.m_ranges.push_back(range);
    return out;
}

bool AddressSet::contains(const IpAddress& a) const {
    const auto it = std::upper_bound(m_ranges.begin(), m_ranges.end(), a,
                                     [](const IpAddress& x, const AddressRange& r) { return x < r.first; });
    return it != m_ranges.begin() && a <= std::prev(it)->last;
}

AddressSet AddressSet::united(const AddressSet& other) const {
    std::vector<AddressRange> merged;
    merged.reserve(m_ranges.size() + other.m_ranges.size());
    std::merge(m_ranges.begin(), m_ranges.end(), other.m_ranges.begin(), other.m_ranges.end(),
               std::back_inserter(merged));
    AddressSet out;
    for (const AddressRange& r : merged) {
        if (!out.m_ranges.empty()) {
            AddressRange& back = out.m_ranges.back();
            const auto after = back.last.next();
            if (back.first.family() == r.first.family() && (!after || r.first <= *after)) {
                back.last = std::max(back.last, r.last);
                continue;
            }
        }
        out.m_ranges.push_back(r);
    }
    return out;
}

AddressSet AddressSet::intersected(const AddressSet& other) const {
    AddressSet out;
    auto a = m_ranges.begin();
    auto b = other.m_ranges.begin();
    while (a != m_ranges.end() && b != other.m_ranges.end()) {
        const IpAddress first = std::max(a->first, b->first);
        const IpAddress last = std::min(a->last, b->last);
        if (first <= last) out.m_ranges.push_back({first, last});
        (a->last < b->last ? a : b)++;
    }
    return out;
}

AddressSet AddressSet::minus(const AddressSet& other) const {
    AddressSet out;
    for (const AddressRange& r : m_ranges) {
        std::optional<IpAddress> next = r.first;
        for (const AddressRange& c : other.m_ranges) {
            if (!next || c.last < *next) continue;
            if (r.last < c.first) break;
            if (*next < c.first) out.m_ranges.push_back({*next, *c.first.previous()});
            next = c.last.next();
            if (next && next->family() != r.first.family()) next.reset();
        }
        if (next && *next <= r.last) out.m_ranges.push_back({*next, r.last});
    }
    return out;
}

} // namespace portolan
