#include "core/flow/input/byte_source.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <bzlib.h>
#include <zlib.h>
#include <zstd.h>

namespace portolan {
namespace {

std::string gzipped(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    std::string in = text;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstandard(const std::string& text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

std::string bzipped(const std::string& text) {
    std::string out(text.size() + text.size() / 50 + 1000, '\0');
    std::string in = text;
    auto size = static_cast<unsigned>(out.size());
    BZ2_bzBuffToBuffCompress(out.data(), &size, in.data(), static_cast<unsigned>(in.size()), 1, 0, 0);
    out.resize(size);
    return out;
}

struct Content {
    std::string text;
    std::string problem;
};

Content contentOf(const std::string& bytes) {
    const TemporaryFolder folder;
    auto opened = openBytes(folder.write("log", bytes).string(), {});
    if (!opened) return {"", opened.error().message};
    Content content;
    std::string buffer(1000, '\0');
    while (true) {
        const auto count = opened->bytes->read(buffer);
        if (!count || *count == 0) break;
        content.text.append(buffer, 0, *count);
    }
    content.problem = opened->bytes->problem();
    return content;
}

std::string manyLines() {
    std::string out;
    for (int i = 0; i < 100'000; ++i) out += "line " + std::to_string(i * 7919 % 100'003) + '\n';
    return out;
}

TEST(ByteSource, GivesTheSameBytesHoweverTheyArePacked) {
    const std::string text = manyLines();
    const std::string half = text.substr(0, text.size() / 2);
    const std::string rest = text.substr(text.size() / 2);
    const std::pair<std::string, std::string> packed[] = {
        {"plain", text},
        {"gzip", gzipped(text)},
        {"gzip of two members", gzipped(half) + gzipped(rest)},
        {"gzip with padding", gzipped(text) + std::string(512, '\0')},
        {"bzip2", bzipped(text)},
        {"bzip2 of two streams", bzipped(half) + bzipped(rest)},
        {"bzip2 with padding", bzipped(text) + std::string(512, '\0')},
        {"zstd", zstandard(text)},
        {"zstd of two frames", zstandard(half) + zstandard(rest)},
    };
    for (const auto& [name, bytes] : packed) {
        const Content content = contentOf(bytes);
        EXPECT_EQ(content.text.size(), text.size()) << name;
        EXPECT_TRUE(content.text == text) << name;
        EXPECT_EQ(content.problem, "") << name;
    }
}

TEST(ByteSource, GivesWhatPrecedesTheDamage) {
    const std::string text = manyLines();
    for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"gzip", gzipped(text)},
                                      {"bzip2", bzipped(text)},
                                      {"zstd", zstandard(text)}}) {
        const Content cut = contentOf(bytes.substr(0, bytes.size() / 2));
        EXPECT_TRUE(text.starts_with(cut.text)) << name;
        EXPECT_NE(cut.problem.find("ends in the middle"), std::string::npos) << name << cut.problem;
        std::string damaged = bytes;
        for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 64; ++i) damaged[i] = '\x55';
        EXPECT_NE(contentOf(damaged).problem, "") << name;
    }
}

TEST(ByteSource, ReadsShortAndEmptyFiles) {
    EXPECT_EQ(contentOf("").text, "");
    EXPECT_EQ(contentOf("a").text, "a");
    EXPECT_EQ(contentOf("\x1f").text, "\x1f");
}

TEST(ByteSource, SaysWhatItCannotOpen) {
    EXPECT_EQ(openBytes("/nonexistent/flows.log", {}).error().kind, Error::Kind::NotFound);
    EXPECT_EQ(openBytes("/", {}).error().kind, Error::Kind::Unreadable);
    EXPECT_NE(contentOf("BZh91AY").problem.find("bzip2"), std::string::npos);
    EXPECT_NE(contentOf("\xfd"
                        "7zXZ and more")
                  .problem.find("xz -d"),
              std::string::npos);
}

} // namespace
} // namespace portolan
