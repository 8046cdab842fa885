# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the direction of includes between rooms and what pure rooms may touch.

CMake alone lets an upward include of a header-only file through; this does not.
usage: check_layers.py ROOT QT_INCLUDE_FOLDER
"""

import pathlib
import re
import sys

import sources

# Which other rooms the files of a room may include.
SEES = {
    "core/base": "",
    "core/crypto": "base",
    "core/market": "base crypto",
    "core/forecast": "base",
    "core/policy": "base market forecast",
    "core/routing": "base",
    "core/settlement": "base",
    "core/delivery": "base",
    "core/ledger": "base crypto market settlement delivery",
    "core/ports": "base crypto",
    "core/storage": "base crypto ports ledger",
    "core/api": "base crypto market settlement delivery ledger ports",
    "core/node": "base crypto market settlement delivery ledger storage ports api",
    "core/controller": "base crypto market settlement delivery ledger forecast policy routing ports api",
    "core/views": "base market policy ports",
    "drivers": "base ports",
    "ui": "base views",
}
SEES = {room: {f"core/{other}" for other in others.split()} for room, others in SEES.items()}
SEES["app"] = set(SEES)

PURE = {f"core/{room}" for room in "base market forecast policy routing settlement delivery ledger".split()}
IMPURE_HEADERS = set(
    "thread mutex shared_mutex condition_variable future atomic random fstream iostream filesystem".split()
)
# Qt modules that a room may use; rooms that are not named use none.
QT = {
    "core/crypto": {"QtCore", "QtCrypto"},
    "core/storage": {"QtCore", "QtNetwork"},
    "core/node": {"QtCore", "QtNetwork"},
    "core/controller": {"QtCore", "QtNetwork"},
    "core/api": {"QtCore", "QtNetwork", "QtHttpServer"},
    "drivers": {"QtCore", "QtNetwork", "QtSerialBus", "QtSerialPort"},
    "ui": {"QtCore", "QtGui", "QtWidgets", "QtCharts", "QtSvg"},
    "app": {"QtCore", "QtGui", "QtWidgets", "QtCharts", "QtSvg", "QtNetwork"},
}
# What is agreed on between nodes knows no floating point.
EXACT = ("core/base/", "core/market/", "core/settlement/", "core/ledger/", "core/delivery/pairing")
# A solver's proposals may be rounded: what follows from them is exact.
ROUNDED = {"core/market/block_program.cpp"}

_CLOCK = re.compile(r"\b(?:system|steady|high_resolution|utc)_clock::now\b|\bstd::time\s*\(|\bclock_gettime\b")
_FLOATING = re.compile(r"\b(?:float|double)\b")


def room_of(path):
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "core":
        return "/".join(parts[:2]) if len(parts) > 2 else None
    return parts[0] if parts[0] in SEES else None


def qt_module_of(name, qt_folder):
    """The Qt module of an <include>, or none when it is not of Qt."""
    first = name.split("/")[0]
    if first == "QtCrypto":
        return first
    if first.startswith("Qt") and (qt_folder / first).is_dir():
        return first
    if first.startswith("Q"):
        for module in sorted(qt_folder.iterdir()):
            if (module / first).is_file():
                return module.name
    return None


def find_cycle(graph):
    """One cycle of a graph {node: set of nodes} as a list whose ends are equal, or none."""
    done = set()

    def visit(node, way):
        if node in way:
            return way[way.index(node) :] + [node]
        if node in done:
            return None
        for target in sorted(graph.get(node, ())):
            if cycle := visit(target, way + [node]):
                return cycle
        done.add(node)
        return None

    return next((cycle for node in sorted(graph) if (cycle := visit(node, []))), None)


def check_include(room, name, quoted, qt_folder):
    """The complaint about one include of a room, or none."""
    if quoted:
        target = room_of(name)
        if target and target != room and target not in SEES[room]:
            return f"{room} may not include {target}"
        return None
    module = qt_module_of(name, qt_folder)
    if module and module not in QT.get(room, set()):
        return f"{room} may not use {module} (<{name}>)"
    if room in PURE and name in IMPURE_HEADERS:
        return f"{room} is pure and may not include <{name}>"
    return None


def check_file(path, text, qt_folder):
    room = room_of(path)
    if room is None:
        return [f"{path}:1: belongs to no known room"] if path.parts[0] == "core" else []
    if room not in SEES:
        return [f"{path}:1: the room {room} is unknown to check_layers.py"]
    found = []
    for line, name, quoted in sources.includes(text):
        if complaint := check_include(room, name, quoted, qt_folder):
            found.append(f"{path}:{line}: {complaint}")
    code = sources.code_only(text)
    if room in PURE:
        found += [f"{path}:{sources.line_of(code, hit.start())}: {room} is pure and may not read a clock"
                  for hit in _CLOCK.finditer(code)]
    if str(path).startswith(EXACT) and str(path) not in ROUNDED:
        found += [f"{path}:{sources.line_of(code, hit.start())}: no floating point in what nodes agree on"
                  for hit in _FLOATING.finditer(code)]
    return found


def check(root, qt_folder):
    """The complaints about all files below root."""
    qt_folder = pathlib.Path(qt_folder)
    found = []
    file_graph = {}
    room_graph = {}
    for path in sources.files(root, (".h", ".cpp")):
        text = sources.read(root, path)
        found += check_file(path, text, qt_folder)
        targets = {name for _, name, quoted in sources.includes(text) if quoted}
        file_graph[str(path)] = targets
        rooms = {room_of(name) for name in targets} - {None, room_of(path)}
        if room_of(path):
            room_graph.setdefault(room_of(path), set()).update(rooms)
    for kind, graph in (("files", file_graph), ("rooms", room_graph)):
        if cycle := find_cycle(graph):
            found.append(f"{kind} include each other: {' -> '.join(cycle)}")
    return found


def main():
    if len(sys.argv) != 3 or not (pathlib.Path(sys.argv[2]) / "QtCore").is_dir():
        sys.exit("usage: check_layers.py ROOT QT_INCLUDE_FOLDER (the folder that holds QtCore)")
    found = check(sys.argv[1], sys.argv[2])
    print("\n".join(found) or "every include goes in an allowed direction")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
