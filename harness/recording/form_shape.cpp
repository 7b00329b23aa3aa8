// Maps that look like the last ones are compared with them, not read anew.
#include <cstring>
#include <utility>

#include "harness/recording/form_reader.hpp"

namespace rehearse::harness {

namespace {

template <typename Word>
bool same_word(const char* a, const char* b) {
  Word left = 0, right = 0;
  std::memcpy(&left, a, sizeof left);
  std::memcpy(&right, b, sizeof right);
  return left == right;
}

/// As memcmp, for the few bytes between two values: two words that may overlap.
bool same_bytes(const char* a, const char* b, std::size_t size) {
  if (size > 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) {
    return same_word<std::uint64_t>(a, b) && same_word<std::uint64_t>(a + size - 8, b + size - 8);
  }
  if (size >= 4) {
    return same_word<std::uint32_t>(a, b) && same_word<std::uint32_t>(a + size - 4, b + size - 4);
  }
  return std::memcmp(a, b, size) == 0;
}

}  // namespace

const char* FormReader::map_as_before() {
  for (int turn = 0; turn < 2; ++turn) {
    const char* const behind = map_of_shape(shapes_[recent_]);
    if (behind != nullptr) return behind;
    recent_ = 1 - recent_;
    used_ = 0;
    line_ = form_line_;
    line_offset_ = form_line_offset_;
  }
  return nullptr;
}

const char* FormReader::map_of_shape(const Shape& shape) {
  if (shape.pairs.empty()) return nullptr;
  const char* at = form_;
  const auto is_here = [&](const std::string& text) {
    const bool same = static_cast<std::size_t>(end_ - at) >= text.size() &&
                      same_bytes(at, text.data(), text.size());
    at += same ? text.size() : 0;
    return same;
  };
  const bool keys_stand = std::exchange(keys_of_, 0) == shape.number;
  add(FormNode::Kind::map, at);
  for (const Shape::Pair& pair : shape.pairs) {
    const char* const begin = at;
    if (!is_here(pair.before)) return nullptr;
    if (keys_stand) {
      nodes_[used_++].begin = begin;
    } else {
      add(pair.key.kind, begin).text = pair.key.text;
    }
    at = value(at, 1);
    if (at == nullptr) return nullptr;
  }
  if (!is_here(shape.behind)) return nullptr;
  nodes_[0].size = static_cast<std::uint32_t>(used_);
  shape_ = shape.number;
  if (used_ == 1 + 2 * shape.pairs.size()) keys_of_ = shape.number;
  return at;
}

void FormReader::learn_shape(const char* behind) {
  shape_ = 0;
  if (nodes_[0].kind != FormNode::Kind::map || edges_.empty()) return;
  recent_ = 1 - recent_;  // the one that was not met for longer
  Shape& shape = shapes_[recent_];
  shape.pairs.clear();
  shape.keys.clear();
  const char* from = form_;
  const FormNode* key = nodes_.data() + 1;
  for (std::size_t i = 0; i < edges_.size(); i += 4, from = edges_[i - 1]) {
    Shape::Pair pair;
    pair.before.assign(from, edges_[i + 2]);
    pair.key.kind = key->kind;
    pair.key.text = shape.keys.emplace_back(key->text);
    // A key that is a map or vector has nodes of its own, and lines are counted elsewhere.
    if (key->size != 1 || pair.before.find('\n') != pair.before.npos) return shape.pairs.clear();
    shape.pairs.push_back(std::move(pair));
    key += 1 + (key + 1)->size;
  }
  shape.behind.assign(from, behind);
  if (shape.behind.find('\n') != shape.behind.npos) return shape.pairs.clear();
  shape_ = shape.number = ++learnt_;
}

}  // namespace rehearse::harness
