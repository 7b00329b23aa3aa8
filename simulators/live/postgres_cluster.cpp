#include "simulators/live/postgres_cluster.hpp"

#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "simulators/store/postgres/postgres_connection.hpp"

namespace rehearse::simulators::live {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds initdb_within{60}, ready_within{20}, stopped_within{5};

// ---- what is installed ----

bool has_server(const fs::path& folder) {
  return access((folder / "postgres").c_str(), X_OK) == 0 &&
         access((folder / "initdb").c_str(), X_OK) == 0;
}

/// The newest of Debian's, which are not in PATH.
fs::path newest_of_debian() {
  fs::path best;
  int newest = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
    const std::string version = entry.path().filename().string();
    int number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    if (number <= newest || !has_server(entry.path() / "bin")) continue;
    newest = number;
    best = entry.path() / "bin";
  }
  return best;
}

fs::path find_programs() {
  for (const std::string& folder : folders_of_path())
    if (has_server(folder)) return fs::canonical(fs::path(folder) / "postgres").parent_path();
  const fs::path debian = newest_of_debian();
  if (!debian.empty()) return debian;
  throw std::runtime_error(
      "PostgreSQL is not installed: neither PATH nor /usr/lib/postgresql has initdb and postgres "
      "(Debian has them in the package postgresql; REHEARSE_PG_URL uses a server that runs)");
}

// ---- who runs it ----

/// PostgreSQL refuses to run as root.
struct Unprivileged {
  std::string name;
  uid_t user = 0;
  gid_t group = 0;
};

Unprivileged unprivileged_user() {
  for (const char* name : {"postgres", "nobody"})
    if (const passwd* const found = getpwnam(name)) return {name, found->pw_uid, found->pw_gid};
  throw std::runtime_error(
      "PostgreSQL does not run as root, and there is no user postgres or nobody");
}

bool as_root() { return geteuid() == 0; }

void give_away(const fs::path& path, const Unprivileged& user) {
  if (lchown(path.c_str(), user.user, user.group) != 0)
    throw std::system_error(errno, std::generic_category(), path.string());
}

/// A folder of the user who runs PostgreSQL; all folders above it belong to others.
void make_private(const fs::path& folder) {
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms::owner_all);
  if (as_root()) give_away(folder, unprivileged_user());
}

/// Lets the user who runs PostgreSQL into a folder of ours; those above it are not ours.
void let_in(const fs::path& folder) {
  fs::permissions(folder, fs::perms::others_exec, fs::perm_options::add);
  for (fs::path above = folder.parent_path(); above != above.root_path();
       above = above.parent_path()) {
    if ((fs::status(above).permissions() & fs::perms::others_exec) != fs::perms::none) continue;
    throw std::runtime_error("PostgreSQL does not run as root but as the user " +
                             unprivileged_user().name + ", who may not enter " + above.string() +
                             ": set TMPDIR to a folder that everybody may enter");
  }
}

/// The command, as who may run it. It ends in an orderly way when we die: PostgreSQL takes SIGQUIT
/// for "at once".
ChildCommand as_user(const fs::path& program, std::vector<std::string> arguments,
                     const std::string& log) {
  std::vector<std::string> all{"--pdeathsig", "QUIT"};
  if (as_root()) {
    const Unprivileged user = unprivileged_user();
    all.insert(all.end(), {"--reuid", std::to_string(user.user), "--regid",
                           std::to_string(user.group), "--clear-groups"});
  }
  all.insert(all.end(), {"--", program.string()});
  all.insert(all.end(), arguments.begin(), arguments.end());
  ChildCommand command;
  command.program = "/usr/bin/setpriv";
  command.arguments = std::move(all);
  command.log = log;
  return command;
}

// ---- the template ----

void run_initdb(const fs::path& programs, const fs::path& data, const std::string& log) {
  boost::asio::io_context io;
  int status = -1;
  bool over = false;
  ChildProcess initdb(
      io,
      as_user(programs / "initdb",
              {"--pgdata", data.string(), "--username", "rehearse", "--auth", "trust", "--encoding",
               "UTF8", "--locale", "C", "--no-sync", "--no-instructions", "--wal-segsize", "1"},
              log),
      [&](int ended) {
        status = ended;
        over = true;
      });
  io.run_for(initdb_within);
  if (!over) throw std::runtime_error("initdb did not end within 60 s" + last_words(log));
  if (status != 0) throw std::runtime_error("initdb " + end_in_words(status) + last_words(log));
}

/// Empty when there is no place for one.
fs::path template_path(const fs::path& programs) {
  fs::path cache;
  if (const char* const xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg == '/') {
    cache = xdg;
  } else if (const char* const home = std::getenv("HOME"); home != nullptr && *home == '/') {
    cache = fs::path(home) / ".cache";
  } else {
    return {};
  }
  struct stat about {};
  if (stat((programs / "postgres").c_str(), &about) != 0) return {};
  std::string name = "postgresql";
  for (const char c : programs.string()) name += c == '/' ? '-' : c;
  return cache / "rehearse" / (name + "-" + std::to_string(about.st_mtime));
}

void copy_data(const fs::path& from, const fs::path& to) {
  fs::copy(from, to, fs::copy_options::recursive);
  fs::permissions(to, fs::perms::owner_all);
  if (!as_root()) return;
  const Unprivileged user = unprivileged_user();
  give_away(to, user);
  for (const auto& entry : fs::recursive_directory_iterator(to)) give_away(entry.path(), user);
}

/// For the next cluster; that there is none to be had is no problem.
void keep_template(const fs::path& data, const fs::path& kept) {
  std::error_code ignored;
  std::string half = kept.string() + ".XXXXXX";
  fs::create_directories(kept.parent_path(), ignored);
  if (ignored || mkdtemp(half.data()) == nullptr) return;
  fs::copy(data, fs::path(half), fs::copy_options::recursive, ignored);
  if (!ignored) fs::rename(half, kept, ignored);
  if (ignored) fs::remove_all(half, ignored);
}

void make_data(const fs::path& programs, const fs::path& data, const std::string& log) {
  const fs::path kept = template_path(programs);
  std::error_code none;
  if (!kept.empty() && fs::exists(kept / "PG_VERSION", none)) return copy_data(kept, data);
  run_initdb(programs, data, log);
  if (!kept.empty()) keep_template(data, kept);
}

/// A value of a connection string (https://www.postgresql.org/docs/15/libpq-connect.html).
std::string quoted_value(const std::string& value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

PostgresCluster::PostgresCluster(const std::string& folder) : folder_(folder) {
  constexpr std::string_view socket_name = "/.s.PGSQL.5432";
  if (folder_.size() + socket_name.size() >= sizeof(sockaddr_un::sun_path))
    throw std::runtime_error("the path " + folder_ +
                             " is too long for PostgreSQL's socket: set TMPDIR to a shorter one");
  server_ = "host=" + quoted_value(folder_) + " port=5432 user=rehearse dbname=postgres";
  make_private(folder_);
  if (as_root()) let_in(fs::path(folder_).parent_path());
  start();
  wait_until_ready();
}

void PostgresCluster::start() {
  const fs::path programs = find_programs();
  const std::string log = folder_ + "/log", data = folder_ + "/data";
  make_data(programs, data, log);
  std::vector<std::string> arguments{"-D", data, "-k", folder_};
  for (const char* setting :
       {"listen_addresses=", "fsync=off", "full_page_writes=off", "wal_level=minimal",
        "max_wal_senders=0", "max_connections=60", "shared_buffers=32MB",
        "dynamic_shared_memory_type=mmap", "jit=off", "max_parallel_workers_per_gather=0"}) {
    arguments.emplace_back("-c");
    arguments.emplace_back(setting);
  }
  process_ =
      std::make_unique<ChildProcess>(io_, as_user(programs / "postgres", std::move(arguments), log),
                                     [this](int status) { ended_ = status; });
}

bool PostgresCluster::running() {
  io_.restart();
  io_.poll();
  return process_->running();
}

void PostgresCluster::wait_until_ready() {
  PostgresConnection attempt(server_);
  const Clock::time_point until = Clock::now() + ready_within;
  while (attempt.open() != StoreStatus::ok) {
    if (const std::string why = trouble(); !why.empty()) throw std::runtime_error(why);
    if (Clock::now() > until)
      throw std::runtime_error("PostgreSQL was not ready within 20 s (" + attempt.problem() + ")" +
                               last_words(folder_ + "/log"));
    std::this_thread::sleep_for(milliseconds(2));
  }
}

std::string PostgresCluster::trouble() {
  if (running()) return {};
  return "PostgreSQL " + end_in_words(ended_) + last_words(folder_ + "/log");
}

PostgresCluster::~PostgresCluster() {
  if (process_ == nullptr) return;
  process_->signal(SIGQUIT);
  const Clock::time_point until = Clock::now() + stopped_within;
  while (running() && Clock::now() < until) std::this_thread::sleep_for(milliseconds(2));
}

}  // namespace rehearse::simulators::live
