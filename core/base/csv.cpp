#include "core/base/csv.h"

namespace portolan {

std::vector<CsvRecord> csvRecords(std::string_view text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    std::vector<CsvRecord> out;
    CsvRecord record{1, {""}};
    std::size_t line = 1;
    bool isQuoted = false;
    const auto end = [&] {
        if (record.cells.size() > 1 || !record.cells.front().empty()) out.push_back(std::move(record));
        record = {line, {""}};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        line += c == '\n' ? 1 : 0;
        if (isQuoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            record.cells.back() += text[++i];
        else if (c == '"')
            isQuoted = !isQuoted;
        else if (!isQuoted && c == ',')
            record.cells.emplace_back();
        else if (!isQuoted && c == '\n')
            end();
        else if (isQuoted || c != '\r')
            record.cells.back() += c;
    }
    end();
    return out;
}

} // namespace portolan
