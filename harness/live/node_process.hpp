#pragma once
/// One node of a live run as a process: `rehearse node`. The model's own code, on the live runtime.

#include <string>

namespace rehearse::harness::live {

struct NodeOptions {
  std::string folder;   ///< Of the run.
  std::string role;     ///< The node's name: "app/1", "shop", "conductor".
  std::string version;  ///< Instances: the binary that it is.
  int process = 1;      ///< The how manyth of this node.
};

/// Until SIGTERM, and then until what it serves has been served. What is wrong is a
/// std::runtime_error (or what the file system and sockets throw).
void run_node(const NodeOptions& options);

}  // namespace rehearse::harness::live
