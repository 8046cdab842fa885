#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh PROGRAM: a display, a session bus and an accessibility bus of their own for use_panel.py.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR
mkfifo -- "$XDG_RUNTIME_DIR/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$XDG_RUNTIME_DIR/display" 2>/dev/null &
display=$!
trap 'kill "$display" 2>/dev/null; rm -rf -- "$XDG_RUNTIME_DIR"' EXIT
read -r number <"$XDG_RUNTIME_DIR/display"
DISPLAY=:$number timeout 150 dbus-run-session -- \
    bash -c '/usr/libexec/at-spi-bus-launcher --launch-immediately & exec python3 "$@"' bash "$here/use_panel.py" "$1"
