# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that clang-format would change nothing (`./run format` mends it).

usage: check_format.py ROOT CLANG_FORMAT
"""

import os
import subprocess
import sys

import sources


def check(root, clang_format):
    """The complaints of clang-format about the C++ files below root."""
    paths = [os.path.join(root, path) for path in sources.files(root, (".h", ".cpp"))]
    if not paths:
        return []
    done = subprocess.run(
        [clang_format, "--dry-run", "-Werror", "--style=file", *paths], capture_output=True, text=True, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if "clang-format" in line or "error" in line]
    return complaints or (["clang-format failed: " + done.stderr] if done.returncode else [])


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: check_format.py ROOT CLANG_FORMAT")
    found = check(sys.argv[1], sys.argv[2])
    print("\n".join(found) or "every file is formatted")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
