# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and reads the sources that the lints look at."""

import os
import pathlib
import re

FOLDERS = ("app", "core", "drivers", "ui", "tests", "resources", "translations", ".ci")

_TOKENS = re.compile(
    r'R"(?P<tag>[^ ()\\\t\n]{0,16})\(.*?\)(?P=tag)"'  # raw string
    r"|//[^\n]*|/\*.*?\*/"  # comments
    r'|"(?:\\.|[^"\\\n])*"'  # string
    r"|(?P<number>\b\d[\w.']*)"  # number, maybe with separators
    r"|'(?:\\.|[^'\\\n])+'",  # character
    re.DOTALL,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)[">]', re.MULTILINE)


def files(root, suffixes, folders=FOLDERS):
    """The files of the project below root with one of the suffixes, as sorted paths relative to root."""
    found = [name for name in os.listdir(root) if os.path.isfile(os.path.join(root, name))]
    for folder in folders:
        for parent, _, names in os.walk(os.path.join(root, folder)):
            found += [os.path.relpath(os.path.join(parent, name), root) for name in names]
    return sorted(pathlib.PurePosixPath(path) for path in found if path.endswith(suffixes))


def read(root, path):
    return (pathlib.Path(root) / path).read_text(encoding="utf-8")


def code_only(text):
    """C++ text without comments and the contents of literals; line numbers stay."""

    def replace(match):
        if match.group("number"):
            return match.group()
        blank = "\n" * match.group().count("\n")
        return '""' + blank if match.group()[0] in "\"'R" else " " + blank

    return _TOKENS.sub(replace, text)


def includes(text):
    """Yields (line, name, is quoted) of every include."""
    for match in _INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(2)) + 1, match.group(2), match.group(1) == '"'


def line_of(text, position):
    return text.count("\n", 0, position) + 1
