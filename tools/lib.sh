# shellcheck shell=bash disable=SC2034
# Sourced by the commands in tools/. Needs bash; sets root, the top of the repository.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 2; }

# Debian 12's packages and what each is for; versions and licences are in docs/dependencies.md.
build_packages=(g++-12 cmake ninja-build ccache lld git
                libboost1.81-dev libcli11-dev libfmt-dev libpq-dev libsqlite3-dev nettle-dev
                nlohmann-json3-dev)
test_packages=(libgtest-dev libgmock-dev librapidcheck-dev clang-14 libclang-rt-14-dev libfaketime postgresql procps python3 strace
               valgrind chromium fonts-dejavu-core poppler-utils zsh fish)
command -v npm >/dev/null || test_packages+=(nodejs npm)
bench_packages=(libbenchmark-dev)

missing_packages() {  # of those named
  local package
  for package in "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      printf '%s\n' "$package"
  done
}

# install_packages "what for" package...: silent, and off the network, when nothing is missing.
install_packages() {
  local purpose=$1 missing=() as_root=()
  shift
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  local command="apt-get install --yes --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null ||
    fail "rehearse needs these packages $purpose: ${missing[*]}
This machine has no apt-get; rehearse is built and tested on Debian 12."
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "rehearse needs packages $purpose, and you are neither root nor is there sudo. Have someone run:
  apt-get update && $command"
    as_root=(sudo)
  fi
  say "Installing from Debian, $purpose:"
  printf '  %s\n' "${missing[@]}"
  say "with: ${as_root[*]:+sudo }$command"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 --quiet)
  "${apt[@]}" update || say "apt-get update failed; trying with the package lists that are here."
  "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" ||
    fail "The packages could not be installed. What was tried:
  ${as_root[*]:+sudo }apt-get update && ${as_root[*]:+sudo }$command"
}

# build_preset preset [cmake --build arguments...]: configures and builds build/<preset>; the output only if it fails.
build_preset() {
  local preset=$1 log="$root/build/$1.log" configure=(--preset "$1")
  shift
  mkdir -p "$root/build"
  if ! (cd "$root" && cmake "${configure[@]}" "${configure_arguments[@]}" &&
        cmake --build --preset "$preset" "$@") >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    printf 'Building the preset %s failed; all of its output: %s\n' "$preset" "$log" >&2
    return 1
  fi
}
configure_arguments=()

# stage "what" command...: one line with the time it took, and the command's exit code.
stage() {
  local what=$1 start=$SECONDS code=0
  shift
  say "== $what"
  "$@" || code=$?
  if [ "$code" -eq 0 ]; then say "== $what: ok, $((SECONDS - start)) s"
  else say "== $what: FAILED ($code), $((SECONDS - start)) s"; fi
  return "$code"
}
