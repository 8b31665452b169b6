#include "core/flow/clickhouse/mapping.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace portolan::clickhouse {
namespace {

constexpr std::array<std::string_view, 17> kFields{
    "time",         "first_seen", "last_seen", "src_ns", "src_workload", "src_kind", "src_pod", "src_ip", "dst_ns",
    "dst_workload", "dst_kind",   "dst_pod",   "dst_ip", "protocol",     "dst_port", "verdict", "count"};

std::string allFields() {
    std::string out;
    for (const std::string_view field : kFields) out += (out.empty() ? "" : ", ") + std::string(field);
    return out + " and where";
}

Result<Mapping> understood(const YAML::Node& root, const std::string& path) {
    if (!root.IsMap()) return fail(Error::Kind::Unreadable, path + ": no mapping of fields to SQL expressions");
    Mapping out;
    for (const auto& entry : root) {
        if (!entry.first.IsScalar() || !entry.second.IsScalar())
            return fail(Error::Kind::Unreadable, path + ": a field or its SQL expression is no plain text");
        const std::string field = entry.first.Scalar();
        const std::string expression = entry.second.Scalar();
        if (field == "where")
            out.where = expression;
        else if (std::ranges::find(kFields, std::string_view(field)) == kFields.end())
            return fail(Error::Kind::Usage, path + ": there is no field " + field + "; there are " + allFields());
        else if (!expression.empty())
            out.expressions[field] = expression;
    }
    const auto hasAny = [&](std::initializer_list<const char*> fields) {
        return std::ranges::any_of(fields, [&](const char* field) { return out.expressions.contains(field); });
    };
    if (!hasAny({"dst_port"})) return fail(Error::Kind::Usage, path + ": no expression for dst_port");
    if (!hasAny({"src_workload", "src_pod", "src_ip"}))
        return fail(Error::Kind::Usage, path + ": no expression for src_workload, src_pod or src_ip");
    if (!hasAny({"dst_workload", "dst_pod", "dst_ip"}))
        return fail(Error::Kind::Usage, path + ": no expression for dst_workload, dst_pod or dst_ip");
    if (!hasAny({"protocol"})) return fail(Error::Kind::Usage, path + ": no expression for protocol");
    return out;
}

} // namespace

std::string Mapping::of(const std::string& field, const std::string& otherwise) const {
    const auto it = expressions.find(field);
    return it == expressions.end() ? otherwise : it->second;
}

Result<Mapping> readMapping(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(Error::Kind::NotFound, path + ": no such file, which mapping= of the ClickHouse URL names");
    try {
        return understood(YAML::LoadFile(path), path);
    } catch (const YAML::Exception& e) {
        return fail(Error::Kind::Unreadable, path + ": " + e.what());
    }
}

} // namespace portolan::clickhouse
