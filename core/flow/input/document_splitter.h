#pragma once

#include "core/flow/input/filter_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Turns JSON documents, however they are laid out, into one record a line, without keeping more than one record:
///
///     [ {..},          {"hits":{"hits":[      {"records":[       {"data":{"result":[
///       {..} ]           {"_source":{..}},       {..}, {..}        {"stream":{..},"values":[
///                        ..]}}                ]}                     ["time","line"], ..]}]}}
///
/// Arrays at the top and concatenated objects give their objects; "hits.hits", "logEvents", "events", "items",
/// "records" and "flows" of an object at the top give the elements of those arrays, the rest of the object is left out;
/// Loki's streams give their lines with the stream's labels merged into lines that are JSON objects. Blanks between
/// tokens and commas before a closing bracket are left out. Text that is no JSON is handed on line by line. A line
/// break inside a string is damage: what stands before it is handed on as it is, and reading begins anew after it.
class DocumentSplitter {
  public:
    /// Appends the records that end in these bytes, each with a line end.
    void take(std::string_view bytes, std::string& out);
    /// To be called at the end; empty, or what is amiss: the last record is not whole, or the document is not closed.
    std::string finish(std::string& out);

    /// True where some record came out of an array that an object holds.
    bool hasGoneInto() const { return m_hasGoneInto; }
    /// True between two values at the top.
    bool isBetweenValues() const { return m_place == Place::Top && m_depth == 0 && !m_isInText; }
    bool isInString() const { return m_isInString; }

  private:
    /// Where values stand.
    enum class Place : std::uint8_t { Top, TopArray, Records, Streams, Lines };
    /// What a value that is being read may turn out to be.
    enum class Shape : std::uint8_t { Top, Record, Stream, Line };
    /// An object that is left for one of its arrays.
    struct Suspended {
        Shape shape;
        Place around;
        unsigned depth;
    };

    std::size_t takeText(std::string_view bytes, std::string& out);
    std::size_t takeString(std::string_view bytes, std::string& out);
    std::size_t takeBetween(std::string_view bytes);
    std::size_t takeValue(std::string_view bytes, std::string& out);
    void open(char bracket);
    void close(char bracket, std::string& out);
    static Shape shapeIn(Place place);
    void begin(Shape shape, char bracket);
    void complete(std::string& out);
    void completeLine(std::string& out);
    void append(std::string_view text);
    std::optional<Place> placeInside() const;
    void goInto(Place place);
    void comeBack();
    void giveUp(std::string& out);

    Place m_place = Place::Top;
    Shape m_shape = Shape::Top;
    std::vector<Suspended> m_suspended;
    std::string m_value;            ///< what was read of the present value, without blanks
    std::string m_labels;           ///< of the present stream: the fields of a JSON object, without its brackets
    std::uint64_t m_valueBytes = 0; ///< of the input, for messages
    std::uint64_t m_tooLong = 0;
    unsigned m_depth = 0;         ///< brackets open in the present value; 0: between values
    std::optional<Place> m_ahead; ///< an array was opened that holds records if an object or array comes next
    bool m_isInString = false;
    bool m_isEscaped = false;
    bool m_isInText = false;  ///< no JSON: as it is until the line ends
    bool m_isLeftOut = false; ///< the present value's records are out, the rest of it is not wanted
    bool m_isTooLong = false;
    bool m_hasGoneInto = false;
};

/// The splitter as a source of lines.
class DocumentSource final : public FilterSource {
  public:
    using FilterSource::FilterSource;

  protected:
    void take(std::string_view bytes) override { m_splitter.take(bytes, m_out); }
    void finish() override { m_problem = m_splitter.finish(m_out); }

  private:
    DocumentSplitter m_splitter;
};

} // namespace portolan
