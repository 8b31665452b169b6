#include "ui/session/query.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace portolan {

namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool isWordChar(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("._-/*:[]@+%").find(c) != std::string_view::npos;
}

/// Reads one term after another; the first problem ends it.
class QueryParser {
  public:
    explicit QueryParser(std::string_view text) : m_text(text) {}

    tl::expected<Query, QueryProblem> parse() {
        Query query;
        skipSpace();
        while (!isAtEnd()) {
            if (!query.terms.empty() && isKeyword("and")) {
                take("and");
                if (isAtEnd()) return problem("a term is expected after \"and\"");
            }
            auto term = parseTerm();
            if (!term) return tl::make_unexpected(term.error());
            query.terms.push_back(std::move(*term));
            skipSpace();
        }
        return query;
    }

  private:
    tl::unexpected<QueryProblem> problem(std::string message) const {
        return tl::make_unexpected(QueryProblem{std::move(message), m_at});
    }
    bool isAtEnd() const { return m_at >= m_text.size(); }
    void skipSpace() {
        while (!isAtEnd() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0) ++m_at;
    }
    bool isKeyword(std::string_view word) const {
        const std::string_view rest = m_text.substr(m_at);
        return lowered(rest.substr(0, word.size())) == word &&
               (rest.size() == word.size() || !isWordChar(rest[word.size()]));
    }
    void take(std::string_view word) {
        m_at += word.size();
        skipSpace();
    }

    tl::expected<std::string, QueryProblem> parseValue() {
        skipSpace();
        if (isAtEnd()) return problem("a value is expected");
        if (m_text[m_at] == '"') {
            const std::size_t end = m_text.find('"', m_at + 1);
            if (end == std::string_view::npos) return problem("the closing quote is missing");
            std::string value(m_text.substr(m_at + 1, end - m_at - 1));
            m_at = end + 1;
            return value;
        }
        const std::size_t from = m_at;
        while (!isAtEnd() && isWordChar(m_text[m_at])) ++m_at;
        if (m_at == from) return problem("a value is expected");
        return std::string(m_text.substr(from, m_at - from));
    }

    tl::expected<std::vector<std::string>, QueryProblem> parseList() {
        skipSpace();
        if (isAtEnd() || m_text[m_at] != '(') return problem("\"(\" is expected after \"in\"");
        ++m_at;
        std::vector<std::string> values;
        while (true) {
            auto value = parseValue();
            if (!value) return tl::make_unexpected(value.error());
            values.push_back(std::move(*value));
            skipSpace();
            if (isAtEnd()) return problem("\")\" is missing");
            const char c = m_text[m_at++];
            if (c == ')') return values;
            if (c != ',') {
                --m_at;
                return problem("\",\" or \")\" is expected");
            }
        }
    }

    tl::expected<QueryTerm, QueryProblem> parseTerm() {
        QueryTerm term;
        while (isKeyword("not")) {
            take("not");
            term.isNegated = !term.isNegated;
        }
        auto word = parseValue();
        if (!word) return tl::make_unexpected(word.error());
        skipSpace();
        if (isKeyword("in")) {
            take("in");
            auto values = parseList();
            if (!values) return tl::make_unexpected(values.error());
            term.values = std::move(*values);
        } else if (const auto compare = takeOperator(term)) {
            term.compare = *compare;
            auto value = parseValue();
            if (!value) return tl::make_unexpected(value.error());
            term.values.push_back(std::move(*value));
        } else {
            term.compare = QueryTerm::Compare::Contains;
            term.values.push_back(std::move(*word));
            return term;
        }
        term.field = lowered(*word);
        return term;
    }

    std::optional<QueryTerm::Compare> takeOperator(QueryTerm& term) {
        if (isAtEnd()) return std::nullopt;
        if (m_text.substr(m_at, 2) == "!=") {
            m_at += 2;
            term.isNegated = !term.isNegated;
            return QueryTerm::Compare::Equal;
        }
        switch (m_text[m_at]) {
        case '=': ++m_at; return QueryTerm::Compare::Equal;
        case '~': ++m_at; return QueryTerm::Compare::Like;
        case '<': ++m_at; return QueryTerm::Compare::Less;
        case '>': ++m_at; return QueryTerm::Compare::Greater;
        default: return std::nullopt;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

/// The number a text begins with: "7d" is 7.
std::optional<double> leadingNumber(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end != text.data() ? std::optional(number) : std::nullopt;
}

bool isValueMatch(QueryTerm::Compare compare, std::string_view value, std::string_view wanted) {
    switch (compare) {
    case QueryTerm::Compare::Equal: return lowered(value) == lowered(wanted);
    case QueryTerm::Compare::Like: return isLike(value, wanted);
    case QueryTerm::Compare::Contains: return lowered(value).find(lowered(wanted)) != std::string::npos;
    case QueryTerm::Compare::Less:
    case QueryTerm::Compare::Greater: break;
    }
    const auto a = leadingNumber(value);
    const auto b = leadingNumber(wanted);
    if (!a || !b) return false;
    return compare == QueryTerm::Compare::Less ? *a < *b : *a > *b;
}

} // namespace

tl::expected<Query, QueryProblem> parseQuery(std::string_view text) {
    return QueryParser(text).parse();
}

bool isMatch(const Query& query, const FieldValues& fields, const std::function<std::string()>& text) {
    return std::ranges::all_of(query.terms, [&](const QueryTerm& term) {
        const bool isText = term.compare == QueryTerm::Compare::Contains;
        const auto values = isText ? std::optional(std::vector{text()}) : fields(term.field);
        if (!values) return true;
        const bool holds = std::ranges::any_of(*values, [&](const std::string& value) {
            return std::ranges::any_of(
                term.values, [&](const std::string& wanted) { return isValueMatch(term.compare, value, wanted); });
        });
        return holds != term.isNegated;
    });
}

bool isLike(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

} // namespace portolan
