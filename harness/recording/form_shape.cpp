// Maps that look like the last ones are compared with them, not read anew.
#include <algorithm>
#include <cstring>
#include <utility>

#include "harness/recording/form_reader.hpp"

namespace rehearse::harness {

void FormReader::Literal::assign(const char* from, const char* to) {
  bytes.assign(from, to);
  char text[16] = {}, mask[16] = {};
  const std::size_t size = std::min<std::size_t>(bytes.size(), sizeof text);
  std::memcpy(text, bytes.data(), size);
  std::memset(mask, 0xff, size);
  std::memcpy(words, text, sizeof text);
  std::memcpy(masks, mask, sizeof mask);
}

inline bool FormReader::Literal::stands_at(const char* at) const {
  std::uint64_t found[2];
  std::memcpy(found, at, sizeof found);
  const std::uint64_t other =
      ((found[0] ^ words[0]) & masks[0]) | ((found[1] ^ words[1]) & masks[1]);
  if (other != 0) return false;
  return bytes.size() <= sizeof found || std::memcmp(at + sizeof found, bytes.data() + sizeof found,
                                                     bytes.size() - sizeof found) == 0;
}

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
  const auto is_here = [&](const Literal& literal) {
    const std::size_t size = literal.bytes.size();
    const bool same = static_cast<std::size_t>(end_ - at) >= size && literal.stands_at(at);
    at += same ? size : 0;
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
    if (key->size != 1 || pair.before.bytes.find('\n') != std::string::npos)
      return shape.pairs.clear();
    shape.pairs.push_back(std::move(pair));
    key += 1 + (key + 1)->size;
  }
  shape.behind.assign(from, behind);
  if (shape.behind.bytes.find('\n') != std::string::npos) return shape.pairs.clear();
  shape_ = shape.number = ++learnt_;
}

}  // namespace rehearse::harness
