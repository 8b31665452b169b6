#include "core/flow/input/line_blocks.h"
#include "core/flow/input/line_source.h"
#include "core/flow/input/unwrapping.h"
#include "tests/core/flow/text_source.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace portolan {
namespace {

std::string textOf(ByteSource& source) {
    std::string out;
    std::string buffer(1000, '\0');
    while (const auto count = source.read(buffer)) {
        if (*count == 0) break;
        out.append(buffer, 0, *count);
    }
    return out;
}

/// The same whatever the pieces are in which the bytes come.
void unwrapInPieces(const std::string& text) {
    std::string first;
    for (const std::size_t chunk : {std::size_t{1} << 20U, std::size_t{3}}) {
        auto source = unwrapped(std::make_unique<flowtest::TextSource>(text, chunk));
        const std::string lines = source ? textOf(*source->bytes) : std::string();
        if (chunk == 3 && lines != first) std::abort();
        first = lines;
    }
}

} // namespace
} // namespace portolan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace portolan;
    const std::string text(reinterpret_cast<const char*>(data), size);
    unwrapInPieces(text);
    using Kind = LineWrap::Kind;
    for (const LineWrap wrap : {LineWrap{Kind::Cri}, LineWrap{Kind::Docker}, LineWrap{Kind::Prefix},
                                LineWrap{Kind::Envelope, "line"}, LineWrap{Kind::Envelope, "_source"}}) {
        LineSource source(std::make_unique<flowtest::TextSource>(text, 7), wrap);
        textOf(source);
    }
    return 0;
}
