#pragma once
/// Records as JSON objects, by field: texts, integers, booleans, null; decimals as integers of
/// their smallest unit (1250 for 12.50 of two decimals).

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/field.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators::live {

nlohmann::json record_json(Row row, const std::vector<scenarios::Field>& fields);

/// The row that `json` says; fields that it does not name are as in `base` (null: null). Null, with
/// `problem` set, when it is no object, names a field that there is none of, or has a value of
/// another type. "rev" is no field.
Row row_of(const nlohmann::json& json, const std::vector<scenarios::Field>& fields, Row base,
           Memory& memory, std::string& problem);

}  // namespace rehearse::simulators::live
