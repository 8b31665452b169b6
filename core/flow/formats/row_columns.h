#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

struct ColumnMapping;

/// What the columns of tables say (contract.md, flows, and what other tools export).
enum class RowColumn : std::uint8_t {
    Time,
    FirstSeen,
    LastSeen,
    SrcNs,
    SrcWorkload,
    SrcPod,
    SrcIp,
    SrcPort,
    DstNs,
    DstWorkload,
    DstPod,
    DstIp,
    DstPort,
    DstServiceNs,
    DstService,
    DstNatIp,   ///< the pod's, after the translation of a Service's address
    DstNatPort, ///< likewise
    Protocol,
    Verdict, ///< of network policies
    Action,  ///< of something that is not known to be a network policy
    Count,
    TcpFlags,
    Direction, ///< as the reporting end sees it
    Reporter,  ///< the end that reports
    Reply,
    OwnNs,  ///< of the reporting pod
    OwnPod, ///< likewise
};
inline constexpr std::size_t kRowColumnCount = 27;
/// The names of our own tables and of mapping files: "src_ns", "dst_nat_port".
std::string_view name(RowColumn column);
/// The column of exactly that name, in any case.
std::optional<RowColumn> parseRowColumn(std::string_view name);

/// Which columns a table has.
class ColumnsFound {
  public:
    void add(RowColumn column) { m_has[static_cast<std::size_t>(column)] = true; }
    bool has(RowColumn column) const { return m_has[static_cast<std::size_t>(column)]; }
    /// True where some column speaks of an end, by which a table is known as one of flows.
    bool speaksOfEnds() const;
    /// A table of flows needs all three.
    bool hasSource() const;
    bool hasDestination() const;
    bool hasPort() const;
    /// What a table of flows needs and this one lacks: "the destination's port (dst_port)"; empty: nothing.
    std::string missing() const;

  private:
    bool hasAny(std::initializer_list<RowColumn> columns) const;

    std::array<bool, kRowColumnCount> m_has{};
};

/// Tells columns by their names: by those of a mapping, by our own, or by what exporters call them, in any case and
/// however the words are joined ("src_ip", "SourceIp", "source.ip", "saddr").
class ColumnNames {
  public:
    explicit ColumnNames(std::shared_ptr<const ColumnMapping> mapping = nullptr) : m_mapping(std::move(mapping)) {}

    /// A column, and how well its name says so: of several columns for one thing the lowest counts.
    struct Meaning {
        RowColumn column;
        std::uint16_t rank = 0;
    };
    /// `path` joins the names of nested objects with dots.
    std::optional<Meaning> meaningOf(std::string_view path) const;
    /// True where an object of that name may hold columns.
    bool mayHold(std::string_view path) const;
    /// True for columns that are left out without a word: sizes and the like.
    static bool isIgnored(std::string_view path);
    const ColumnMapping* mapping() const { return m_mapping.get(); }

  private:
    std::shared_ptr<const ColumnMapping> m_mapping;
};

} // namespace portolan
