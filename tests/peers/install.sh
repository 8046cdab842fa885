#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install.sh FOLDER: installs the peers from npm, in the versions of package-lock.json, when they are not there yet.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
folder=$1
! cmp -s "$here/package-lock.json" "$folder/.installed" || exit 0
mkdir -p -- "$folder"
cp -- "$here/package.json" "$here/package-lock.json" "$folder/"
cd -- "$folder"
# Node knows only its own certificates; those that this machine trusts come in addition.
export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
npm ci --ignore-scripts --no-audit --no-fund
cp -- package-lock.json .installed
