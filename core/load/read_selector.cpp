#include "core/load/read_selector.h"

#include "core/load/names.h"

#include <algorithm>
#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSelectorFields{"matchLabels"sv, "matchExpressions"sv};
constexpr std::array kExpressionFields{"key"sv, "operator"sv, "values"sv};
constexpr std::string_view kCause = "invalid selector";

std::optional<Requirement::Operator> parseOperator(std::string_view text) {
    if (text == "In") return Requirement::Operator::In;
    if (text == "NotIn") return Requirement::Operator::NotIn;
    if (text == "Exists") return Requirement::Operator::Exists;
    if (text == "DoesNotExist") return Requirement::Operator::DoesNotExist;
    return std::nullopt;
}

void checkKey(Reading& reading, const TreeNode& node, std::string_view key) {
    if (!isLabelKey(key)) reading.reject(node, kCause, "has the key " + quoted(key) + ", which is no label key");
}

void checkValue(Reading& reading, const TreeNode& node, std::string_view value, Origin origin) {
    if (origin == Origin::Manifest && !isLabelValue(value))
        reading.reject(node, kCause, "has the value " + quoted(value) + ", which is no label value");
}

/// Reads an element of matchExpressions in both its forms.
void readExpression(Reading& reading, const TreeNode& node, Origin origin, LabelSelector& selector) {
    reading.checkFields(node, kExpressionFields);
    Requirement out;
    WrittenExpression as;
    const auto key = reading.string(&node, "key");
    if (!key) {
        reading.reject(node, kCause, "has no key", "name the label");
        return;
    }
    checkKey(reading, *node.find("key"), *key);
    out.key = reading.symbols().intern(*key);
    as.key = *key;
    const std::string_view written = reading.string(&node, "operator").value_or("");
    const auto op = parseOperator(written);
    if (!op) {
        reading.reject(node, kCause, "has the operator " + quoted(written),
                       "use In, NotIn, Exists or DoesNotExist, in this spelling");
        return;
    }
    out.op = as.op = *op;
    for (const Member& item : reading.list(&node, "values")) {
        const auto value = reading.stringOf(item.value);
        if (!value) continue;
        checkValue(reading, item.value, *value, origin);
        out.values.push_back(reading.symbols().intern(*value));
        as.values.emplace_back(*value);
    }
    const bool wantsValues = out.op == Requirement::Operator::In || out.op == Requirement::Operator::NotIn;
    if (wantsValues == out.values.empty() && !reading.isRejected())
        reading.reject(node, kCause, std::string(written) + (wantsValues ? " without values" : " with values"),
                       wantsValues ? "list at least one value" : "remove the values");
    std::ranges::sort(out.values);
    out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
    selector.requirements.push_back(std::move(out));
    selector.expressions.push_back(std::move(as));
}

void finish(LabelSelector& selector) {
    std::ranges::sort(selector.requirements);
    const auto end = std::unique(selector.requirements.begin(), selector.requirements.end());
    selector.requirements.erase(end, selector.requirements.end());
}

void addLabels(Reading& reading, const Reading::Texts& labels, LabelSelector& out) {
    for (const auto& [key, value] : labels)
        out.requirements.push_back(
            {reading.symbols().intern(key), Requirement::Operator::In, {reading.symbols().intern(value)}});
}

} // namespace

LabelSelector readSelector(Reading& reading, const TreeNode& node, Origin origin) {
    LabelSelector out;
    out.where = reading.at(node);
    if (!node.isMap()) {
        reading.wrongType(node, "a map");
        return out;
    }
    reading.checkFields(node, kSelectorFields);
    const Reading::Texts labels = reading.texts(&node, "matchLabels");
    for (const auto& [key, value] : labels) {
        const TreeNode* const found = node.find("matchLabels")->find(key);
        const TreeNode& place = found != nullptr ? *found : node;
        checkKey(reading, place, key);
        checkValue(reading, place, value, origin);
    }
    addLabels(reading, labels, out);
    for (const Member& item : reading.list(&node, "matchExpressions")) {
        if (!item.value.isMap()) {
            reading.wrongType(item.value, "a map");
        } else {
            readExpression(reading, item.value, origin, out);
        }
    }
    finish(out);
    return out;
}

std::optional<LabelSelector> readMapSelector(Reading& reading, const TreeNode* parent, std::string_view key) {
    const Reading::Texts labels = reading.texts(parent, key);
    if (labels.empty()) return std::nullopt;
    LabelSelector out;
    out.where = reading.at(*parent->find(key));
    addLabels(reading, labels, out);
    finish(out);
    return out;
}

} // namespace portolan::loading
