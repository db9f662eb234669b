# shellcheck shell=bash disable=SC2034
# What scripts/run and scripts/test share: messages, packages, steps that log instead of talk. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(cmake ninja-build g++ ccache pkg-config libboost1.81-dev libboost-json1.81-dev
  libboost-url1.81-dev libspdlog-dev libcli11-dev libsqlite3-dev libicu-dev libssl-dev libedit-dev libz3-dev libgraphviz-dev)
test_packages=(libgtest-dev librapidcheck-dev libbenchmark-dev clang-19 clang-tidy-19 clang-format-19
  lld-19 libclang-rt-19-dev chromium sqlite3 curl util-linux)

say() { printf '%s\n' "$*"; }

# Says what went wrong and what to do, and ends the script.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# A line that the next one replaces; only where somebody watches.
progress() { if [[ -t 1 ]]; then printf '\r\033[K%s' "$*"; fi; }
progress_end() { if [[ -t 1 ]]; then printf '\r\033[K'; fi; }

is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# ensure_packages LOG PACKAGE...: installs from Debian what is missing; does nothing when nothing is.
ensure_packages() {
  local log=$1 missing=() package as_root=()
  shift
  command -v dpkg-query >/dev/null || fail "this script installs Debian packages, and this is not Debian; needed: $*"
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "packages are missing and I am not root; as root run: apt-get install ${missing[*]}"
    as_root=(sudo)
    say "Installing ${#missing[@]} Debian packages needs root; sudo may ask for your password."
  fi
  mkdir -p "$(dirname "$log")"
  say "Installing ${#missing[@]} Debian packages (once): ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" apt-get install -qy --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "the packages could not be installed; all of apt's words are in $log"
  fi
}

# Node 18 or newer with npm: Debian's, unless the machine has its own.
ensure_node() {
  if command -v node >/dev/null && command -v npm >/dev/null &&
    (($(node -p 'process.versions.node.split(".")[0]') >= 18)); then
    return
  fi
  ensure_packages "$1" nodejs npm
}

# install_npm FOLDER LOG: npm ci there, only when its lock file changed.
install_npm() {
  local folder=$root/$1 stamp=$root/$1/node_modules/.palpate-lock
  cmp -s "$folder/package-lock.json" "$stamp" && return
  progress "installing npm packages"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$folder" --no-audit --no-fund >>"$2" 2>&1 || return 1
  cp "$folder/package-lock.json" "$stamp"
}

# build_preset PRESET LOG [TARGET...]: configures when needed and builds, with ninja's progress on one line.
build_preset() {
  local preset=$1 log=$2 line
  shift 2
  mkdir -p "$(dirname "$log")"
  if [[ ! -f $root/build/$preset/build.ninja ]]; then
    (cd "$root" && cmake --preset "$preset") >"$log" 2>&1 || return 1
  else
    : >"$log"
  fi
  (set -o pipefail
  ninja -C "$root/build/$preset" "$@" 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    if [[ $line =~ ^\[[0-9]+/[0-9]+\] ]]; then progress "building $preset ${BASH_REMATCH[0]}"; fi
  done)
}
