#include "core/base/spilled_array.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace portolan {
namespace {

/// Sets an environment variable for as long as it lives.
class Setting {
  public:
    Setting(std::string name, const std::string& value) : m_name(std::move(name)) {
        if (const char* before = std::getenv(m_name.c_str())) m_before = before;
        setenv(m_name.c_str(), value.c_str(), 1);
    }
    ~Setting() {
        if (m_before)
            setenv(m_name.c_str(), m_before->c_str(), 1);
        else
            unsetenv(m_name.c_str());
    }

  private:
    std::string m_name;
    std::optional<std::string> m_before;
};

/// Lets no file grow beyond that size for as long as it lives.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }

  private:
    rlimit m_before{};
};

TEST(SpillFile, GivesBackWhatWasAppended) {
    auto file = SpillFile::create();
    ASSERT_TRUE(file) << file.error().message;
    const std::array<int, 3> numbers{1, 2, 3};
    ASSERT_TRUE(file->append(std::as_bytes(std::span(numbers))));
    ASSERT_TRUE(file->append(std::as_bytes(std::span(numbers))));
    EXPECT_EQ(file->size(), 2 * sizeof(numbers));
    std::array<int, 2> found{};
    ASSERT_TRUE(file->read(2 * sizeof(int), std::as_writable_bytes(std::span(found))));
    EXPECT_EQ(found, (std::array{3, 1}));
    EXPECT_FALSE(file->read(5 * sizeof(int), std::as_writable_bytes(std::span(found))));
}

TEST(SpillFile, LiesElsewhereWhereTheFolderAskedForIsMissing) {
    const Setting folder("TMPDIR", "/there/is/no/such/folder");
    EXPECT_TRUE(SpillFile::create());
}

TEST(SpillFile, SaysWhatToDoWhereThereIsNoRoom) {
    auto file = SpillFile::create();
    ASSERT_TRUE(file);
    const FileSizeLimit limit(1000);
    const std::vector<std::byte> bytes(3000);
    const auto done = file->append(bytes);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Error::Kind::Unreadable);
    EXPECT_NE(done.error().message.find("set TMPDIR"), std::string::npos) << done.error().message;
}

TEST(SpilledArray, HoldsTheSameInMemoryAndOnTheDisk) {
    std::vector<std::uint32_t> numbers(200'000);
    std::iota(numbers.begin(), numbers.end(), 7U);
    for (const std::size_t maxBytes : {std::size_t{1}, std::size_t{100'000}, std::size_t{10'000'000}}) {
        SpilledArray<std::uint32_t> array(maxBytes);
        array.reserve(numbers.size());
        for (const std::uint32_t number : numbers) ASSERT_TRUE(array.push(number));
        ASSERT_TRUE(array.finish());
        EXPECT_EQ(array.spilledBytes(), maxBytes < 10'000'000 ? numbers.size() * sizeof(std::uint32_t) : 0);
        EXPECT_TRUE(std::ranges::equal(array.all(), numbers));
        std::vector<std::uint32_t> walked;
        array.forEach([&](std::uint32_t number) { walked.push_back(number); });
        EXPECT_EQ(walked, numbers);
        EXPECT_TRUE(std::ranges::equal(array.all(), numbers)) << "pages come back";
        const SpilledArray<std::uint32_t> moved = std::move(array);
        EXPECT_TRUE(std::ranges::equal(moved.all(), numbers));
    }
}

TEST(SpilledArray, MayBeEmpty) {
    SpilledArray<int> array(1);
    ASSERT_TRUE(array.finish());
    EXPECT_TRUE(array.all().empty());
}

TEST(SpilledArray, FailsWhereThereIsNoRoom) {
    SpilledArray<std::uint64_t> array(8);
    const FileSizeLimit limit(1000);
    Result<void> done;
    for (std::uint64_t i = 0; i < 100'000 && done; ++i) done = array.push(i);
    if (done) done = array.finish();
    EXPECT_FALSE(done);
}

} // namespace
} // namespace portolan
