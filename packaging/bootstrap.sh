#!/usr/bin/env bash
# From a bare checkout to a running program: `bootstrap.sh run [FILE…]`, `bootstrap.sh test [PYTEST OPTION…]`
# or `bootstrap.sh install [test]`, `bootstrap.sh system`. Installs Debian packages where it may, makes .venv, installs MetaStudio.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

what=${1:-run}
case "$what" in
  run | test | install | system) shift || true ;;
  *) say "usage: bash packaging/bootstrap.sh run [FILE…] | test [PYTEST OPTION…] | install [test] | system"; exit 2 ;;
esac

# Qt's libraries; the second line is for a real X window, the third for making the environment.
debian_packages=(
  libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 fonts-dejavu-core
  libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
  python3-venv
)

install_debian_packages() {
  command -v dpkg-query >/dev/null || return 0
  local missing=() package
  for package in "${debian_packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "These system packages are missing: sudo apt-get install ${missing[*]}"
    return 0
  fi
  say "Installing system packages: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  say "MetaStudio needs Python 3.11, 3.12 or 3.13, and none was found. Install one, or name it: PYTHON=/path/to/python bash packaging/bootstrap.sh $what"
  exit 1
}

install_torch() {
  "$py" -c 'import torch' 2>/dev/null && return 0
  if command -v nvidia-smi >/dev/null && nvidia-smi >/dev/null 2>&1; then
    return 0 # the ordinary install below brings the build for the graphics card
  fi
  # Without an NVIDIA card the small build for the processor will do: PyTorch's own index has it,
  # and some machines keep it at hand as plain 2.13.0. A CUDA build would be gigabytes for nothing.
  say "Installing PyTorch for the processor."
  if [ "$(uname -s)" = Linux ]; then
    "$py" -m pip install -q --index-url https://download.pytorch.org/whl/cpu --retries 0 --timeout 10 'torch>=2.6,<2.14' 2>/dev/null && return 0
  fi
  "$py" -m pip install -q torch==2.13.0
}

install_metastudio() {
  local extra=$1 stamp=.venv/.metastudio-${1:-plain}
  if [ -f "$stamp" ] && [ "$stamp" -nt pyproject.toml ]; then
    return 0
  fi
  say "Installing MetaStudio into .venv (a minute or two the first time)."
  install_torch
  "$py" -m pip install -q -e ".${extra:+[$extra]}"
  touch "$stamp"
}

install_debian_packages
[ "$what" = system ] && exit 0
[ -x .venv/bin/python ] || "$(find_python)" -m venv .venv
py=.venv/bin/python

case "$what" in
  install) install_metastudio "${1:-}" ;;
  run)
    install_metastudio ""
    exec .venv/bin/metastudio gui "$@"
    ;;
  test)
    install_metastudio test
    .venv/bin/python -m pytest -n 2 --dist worksteal -m "not alone" "$@" || [ $? -eq 5 ]
    .venv/bin/python -m pytest -m alone "$@" || [ $? -eq 5 ] # 5: none of those asked for
    ;;
esac
