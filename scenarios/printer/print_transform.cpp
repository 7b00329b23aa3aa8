#include <algorithm>

#include "scenarios/ensure.hpp"
#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {
namespace {

const std::string& only(const std::vector<std::string>& names) {
  REHEARSE_ENSURE(names.size() == 1);
  return names.front();
}

/// An object needs texts as keys, and each once.
bool fits_object(const Transform& transform) {
  std::vector<std::string> keys;
  for (const auto& [from, to] : transform.values) {
    const auto* key = std::get_if<std::string>(&from);
    if (key == nullptr || std::find(keys.begin(), keys.end(), *key) != keys.end()) return false;
    keys.push_back(*key);
  }
  return true;
}

Json mapping_json(const Transform& transform) {
  const bool object = fits_object(transform);
  Json values = object ? Json::object() : Json::array();
  for (const auto& [from, to] : transform.values) {
    if (object) {
      values[std::get<std::string>(from)] = to_json(to);
    } else {
      values.push_back(Json::array({to_json(from), to_json(to)}));
    }
  }
  return values;
}

}  // namespace

Json transform_json(const Transform& transform, bool everything) {
  Object out(everything);
  const std::string head(name_of(transform.kind));
  switch (transform.kind) {
    case TransformKind::rename:
      out.json(head, only(transform.from));
      out.always("to", only(transform.into));
      break;
    case TransformKind::split:
      out.json(head, only(transform.from));
      out.always("at", transform.separator);
      out.always("into", transform.into);
      break;
    case TransformKind::join:
      out.json(head, transform.from);
      out.always("with", transform.separator);
      out.always("into", only(transform.into));
      break;
    case TransformKind::scale:
      out.json(head, only(transform.from));
      out.put("to", only(transform.into), only(transform.from));
      out.always("by", transform.by);
      break;
    case TransformKind::cast:
      out.json(head, only(transform.from));
      out.always("to_type", transform.type);
      break;
    case TransformKind::map_values:
      out.json(head, only(transform.from));
      out.json("values", mapping_json(transform));
      break;
    case TransformKind::default_value:
    case TransformKind::constant:
      out.json(head, only(transform.into));
      out.always("type", transform.type);
      out.always("value", transform.value);
      break;
    case TransformKind::drop:
      out.json(head, only(transform.from));
      out.put("keep", transform.value, Literal{});
      break;
  }
  out.put("lossy", transform.lossy, false);
  return out.take();
}

}  // namespace rehearse::scenarios::printing
