# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the sources of the clearing rule in one place at a time and tells which test notices.

usage: mutate.py SOURCE_FOLDER COMPILER [COMPILER_ARGUMENT]...

Builds the market's sources once in a folder of its own, then for every mutation the changed source and the
test programs again. A mutation that no test notices is an error; so is one whose place is gone from the source.
"""

import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import mutations
import network_mutations

TESTS = ["tst_clearing", "tst_clearing_properties", "tst_packed_market", "tst_pricing_rules", "tst_price_proof",
         "tst_clearing_digest"]
NETWORK_TESTS = ["tst_market_clearing", "tst_market_properties", "tst_market_clearing_brute_force",
                 "tst_book_steps", "tst_clearing_digest"]
SOURCES = [f"core/market/{name}.cpp" for name in (
    "any_slot", "book", "book_steps", "circulation", "clearing", "crossing", "curve_tree", "flow_order", "market",
    "market_clearing", "packed_market", "packed_reasons", "price_check", "price_proof", "price_proof_bytes", "pro_rata",
    "residual_graph", "step_clearing", "step_network", "step_reasons", "trade_reduction")]
SUITES = [(mutations.MUTATIONS, TESTS), (network_mutations.MUTATIONS, NETWORK_TESTS)]
SECONDS_MAX = 120


class Build:
    """Objects of the rooms that a market test needs, and the tests linked from them."""

    def __init__(self, root, compiler, folder):
        self.root, self.compiler, self.folder = root, compiler, folder
        self.objects = {}

    def compile(self, source, text=None):
        """The object of a source, or of a changed text in its place; none when it does not compile."""
        name = str(source.relative_to(self.root)).replace("/", "_")
        target = self.folder / (name + (".mutant" if text else "") + ".o")
        origin = source
        if text:
            origin = self.folder / ("mutant_" + name)
            origin.write_text(text)
        command = [*self.compiler, f"-I{self.root}", "-c", str(origin), "-o", str(target)]
        if subprocess.run(command, capture_output=True, timeout=600).returncode != 0:
            return None
        return target

    def build_all(self, sources):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for source, target in zip(sources, pool.map(self.compile, sources)):
                if target is None:
                    sys.exit(f"{source}: does not compile unchanged")
                self.objects[source] = target

    def link(self, test, changed, libraries):
        """A test program with one object in the place of another."""
        program = self.folder / (test.stem + ".mutant")
        objects = [changed.get(source, target) for source, target in self.objects.items()
                   if not source.name.startswith("tst_") or source == test]
        command = [self.compiler[0], *map(str, objects), *libraries, "-o", str(program)]
        result = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if result.returncode != 0:
            sys.exit(f"{test.name}: does not link\n{result.stderr[-2000:]}")
        return program


def fails(program):
    try:
        result = subprocess.run([program, "-silent", "-maxwarnings", "1"], capture_output=True, timeout=SECONDS_MAX)
    except subprocess.TimeoutExpired:
        return True
    return result.returncode != 0


def noticed_by(build, tests, mutation, libraries, root):
    source = root / mutation.file
    text = source.read_text()
    if text.count(mutation.old) != 1:
        return f"GONE ({text.count(mutation.old)} places)"
    changed = build.compile(source, text.replace(mutation.old, mutation.new))
    if changed is None:
        return "the compiler"
    for test in tests:
        if fails(build.link(test, {source: changed}, libraries)):
            return test.stem
    return None


def run_moc(root, folder, moc, test):
    subprocess.run([moc, str(test), "-o", str(folder / (test.stem + ".moc"))], check=True)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    libraries = os.environ["DGEX_MUTATION_LIBRARIES"].split()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dgex-mutation-"))
    try:
        tests = [root / "tests/core/market" / f"{name}.cpp" for name in (*TESTS, *NETWORK_TESTS)]
        for test in tests:
            run_moc(root, folder, os.environ["DGEX_MUTATION_MOC"], test)
        build = Build(root, [*sys.argv[2:], f"-I{folder}"], folder)
        sources = sorted((root / "core/base").glob("*.cpp"))
        sources += [root / name for name in ("core/crypto/hash.cpp", "tests/support/random_stream.cpp", *SOURCES)]
        build.build_all(sources + tests)
        for test in tests:
            if fails(build.link(test, {}, libraries)):
                sys.exit(f"{test.name}: fails unchanged")
        missed = 0
        for suite, names in SUITES:
            for mutation in suite:
                by = noticed_by(build, [test for test in tests if test.stem in names], mutation, libraries, root)
                missed += by is None or by.startswith("GONE")
                print(f"{mutation.file:32} {mutation.what:64} {by or 'NOBODY'}", flush=True)
        print(f"{sum(len(suite) for suite, names in SUITES)} mutations, {missed} not noticed")
        return 1 if missed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
