# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what clang-format and the compiler do not: licence lines, sizes, notes and names.

usage: check_style.py ROOT
"""

import re
import sys

import sources

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 120
CPP = (".h", ".cpp")
CHECKED = CPP + (".py", ".cmake", "CMakeLists.txt", "run")

_LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
_BROKEN_NOTE = re.compile(r"\bFIX" + r"ME\b")
_UNNUMBERED_NOTE = re.compile(r"\bTO" + r"DO\b(?!\s*\(?#\d)")
_EMPTY_NAME = re.compile(
    r"\b(?:class|struct|enum|union|namespace|concept|using)\s+(?!Q[A-Z])"
    r"(\w*(?:Manager|Helper|Util)s?|utils?|helpers?)\b"
)
_EMPTY_FILE_NAME = re.compile(r"(?:^|_)(?:manager|helper|util)s?(?:_|$)")
_DEMO_QUESTION = re.compile(r"\bisDemo\b")
_SCOPE = re.compile(r"^\s*(?:inline\s+|typedef\s+)?(?:namespace|class|struct|union|enum|extern)\b")


def without_template_header(header):
    """The text after a leading `template <...>` with its brackets balanced."""
    match = re.match(r"\s*template\s*<", header)
    if not match:
        return header
    depth = 1
    for position in range(match.end(), len(header)):
        depth += {"<": 1, ">": -1}.get(header[position], 0)
        if depth == 0:
            return without_template_header(header[position + 1 :])
    return ""


def opens_scope(header):
    """Whether a brace behind this text opens a namespace or a type, not a function."""
    header = re.sub(r"^\s*(?:public|private|protected)(?:\s+\w+)?\s*:(?!:)", "", header)
    header = re.sub(r"^(?:\s*#[^\n]*\n|\s*Q_[A-Z_]+(?:\([^)]*\))?\s)*", "", header)
    return bool(_SCOPE.match(without_template_header(header)))


def opens_data(header):
    """Whether a brace behind this text opens an initialiser."""
    return header.rstrip().endswith("=") or ("=" in header and ")" not in header)


def long_functions(code):
    """Yields (line, length) of bodies above the limit; code has no comments or literals."""
    scopes = []  # per open brace: (is a scope, is measured, line)
    header_start = 0
    for match in re.finditer(r"[{};]", code):
        if match.group() == "{":
            outermost = all(is_scope for is_scope, _, _ in scopes)
            header = code[header_start : match.start()]
            is_scope = outermost and opens_scope(header)
            is_measured = outermost and not is_scope and not opens_data(header)
            scopes.append((is_scope, is_measured, sources.line_of(code, match.start())))
        elif match.group() == "}" and scopes:
            _, is_measured, line = scopes.pop()
            length = sources.line_of(code, match.start()) - line
            if is_measured and length > FUNCTION_LINES_MAX:
                yield line, length
        header_start = match.end()


def check_text(path, text):
    """Complaints that concern every kind of file."""
    lines = text.splitlines()
    if not any(_LICENCE in line for line in lines[:2]):
        yield 1, f"the first line must say {_LICENCE}"
    if len(lines) > FILE_LINES_MAX:
        yield len(lines), f"{len(lines)} lines; a file has at most {FILE_LINES_MAX}"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX:
            yield number, f"{len(line)} columns; a line has at most {COLUMNS_MAX}"
        if _BROKEN_NOTE.search(line):
            yield number, "what is broken gets mended or an issue, not a note"
        if _UNNUMBERED_NOTE.search(line):
            yield number, "a note of work left needs an issue's number, as in (#12)"
    if _EMPTY_FILE_NAME.search(path.stem):
        yield 1, "this file name says nothing"


def check_cpp(path, text):
    code = sources.code_only(text)
    for line, length in long_functions(code):
        yield line, f"a function body of {length} lines; at most {FUNCTION_LINES_MAX}"
    for hit in _EMPTY_NAME.finditer(code):
        yield sources.line_of(code, hit.start()), f"the name {hit.group(1)} says nothing"
    if path.parts[0] in ("core", "drivers", "ui"):
        for hit in _DEMO_QUESTION.finditer(code):
            yield sources.line_of(code, hit.start()), "only app/ knows whether this is a demo"


def check(root):
    """The complaints about all files below root."""
    found = []
    for path in sources.files(root, CHECKED):
        text = sources.read(root, path)
        complaints = list(check_text(path, text))
        if path.suffix in CPP:
            complaints += check_cpp(path, text)
        found += [f"{path}:{line}: {complaint}" for line, complaint in complaints]
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check_style.py ROOT")
    found = check(sys.argv[1])
    print("\n".join(found) or "every file keeps the style")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
