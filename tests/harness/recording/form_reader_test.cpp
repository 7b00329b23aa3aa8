// Numbers and words are read eight bytes at a time: of every length, before everything that may
// follow them, and at the end of a file.
#include "harness/recording/form_reader.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace rehearse::harness {
namespace {

using Dialect = FormReader::Dialect;
using Kind = FormNode::Kind;

/// The digits 1, 12, 123, ..., 1234567890123 ...
std::string digits(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + (i + 1) % 10);
  return text;
}

void expect_number(const std::string& text, Dialect dialect, const std::string& number) {
  std::istringstream in(text);
  FormReader reader(in, dialect);
  ASSERT_EQ(reader.next(), FormReader::Next::form) << text << ": " << reader.message();
  const FormNode& node = reader.nodes().back();
  ASSERT_EQ(node.kind, Kind::integer) << text;
  EXPECT_EQ(node.integer, std::stoll(number)) << text;
  EXPECT_EQ(node.text, number) << text;
  EXPECT_EQ(reader.next(), FormReader::Next::end) << text;
}

TEST(FormReader, ReadsNumbersOfEveryLength) {
  for (std::size_t length = 1; length <= 18; ++length) {
    const std::string number = digits(length);
    for (const std::string behind : {"}", " }", ",}", "\n}", ";\n}"}) {
      expect_number("{:a " + number + behind, Dialect::edn, number);
      expect_number("{:a -" + number + behind, Dialect::edn, "-" + number);
    }
    expect_number("{\"a\":" + number + "}", Dialect::json, number);
    expect_number("{\"a\": -" + number + " }", Dialect::json, "-" + number);
  }
}

TEST(FormReader, ReadsANumberAtTheEndOfTheFile) {
  for (std::size_t length = 1; length <= 18; ++length) {
    std::istringstream in(digits(length));
    FormReader reader(in, Dialect::edn);
    ASSERT_EQ(reader.next(), FormReader::Next::form);
    EXPECT_EQ(reader.nodes()[0].integer, std::stoll(digits(length)));
  }
}

TEST(FormReader, TellsNumbersFromWhatLooksLikeOne) {
  for (const std::string text : {"12x", "1.5", "12e3", "123456789012345678901", "1/2"}) {
    std::istringstream in("[" + text + "]");
    FormReader reader(in, Dialect::edn);
    ASSERT_EQ(reader.next(), FormReader::Next::form) << text;
    EXPECT_EQ(reader.nodes()[0].kind, Kind::number) << text;
    EXPECT_EQ(reader.nodes()[0].text, text);
  }
  std::istringstream in("[12N 7]");
  FormReader reader(in, Dialect::edn);
  ASSERT_EQ(reader.next(), FormReader::Next::form);
  EXPECT_EQ(reader.nodes()[0].kind, Kind::integer);
  EXPECT_EQ(reader.nodes()[0].integer, 12);
}

TEST(FormReader, ReadsWordsOfEveryLength) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t length = 1; length <= 20; ++length) {
    for (const std::string inside : {"", "-", "Z", "_9", "\xc3\xa4"}) {
      const std::string word = letters.substr(26 - length) + inside + letters.substr(0, length);
      for (const std::string behind : {"]", " 1]", ",1]", "{}]", "\"x\"]"}) {
        const std::string text = "[[:" + word + behind + "]";
        std::istringstream in(text);
        FormReader reader(in, Dialect::edn);
        ASSERT_EQ(reader.next(), FormReader::Next::form) << text;
        EXPECT_EQ(reader.nodes()[1].kind, Kind::keyword) << text;
        EXPECT_EQ(reader.nodes()[1].text, word) << text;
      }
    }
  }
}

TEST(FormReader, KeysStayTheOnesOfTheirMap) {
  std::istringstream in(
      "{:a 1, :b 2}\n{:a 3, :b 4}\n{:c 5, :d 6}\n{:a 7, :b [8 9]}\n{:a 1, :b 2}\n{:c 5, :d 6}\n"
      "{:a 1, :b 2}\n");
  std::string seen;
  FormReader reader(in, Dialect::edn);
  while (reader.next() == FormReader::Next::form) {
    for (const FormNode& node : reader.nodes()) {
      seen += node.kind == Kind::keyword ? ":" + std::string(node.text) : "";
      seen += node.kind == Kind::integer ? std::to_string(node.integer) : "";
      EXPECT_GE(reader.place_of(node).column, 1);
      if (node.kind == Kind::integer && node.text == "4") {
        EXPECT_EQ(reader.place_of(node).line, 2);
        EXPECT_EQ(reader.place_of(node).column, 11);
      }
    }
    seen += ' ';
  }
  EXPECT_EQ(seen, ":a1:b2 :a3:b4 :c5:d6 :a7:b89 :a1:b2 :c5:d6 :a1:b2 ");
}

}  // namespace
}  // namespace rehearse::harness
