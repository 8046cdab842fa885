# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the clearing digest with several compilers, debug and release, and runs each: all must give one digest.

usage: digest_of_compilers.py SOURCE_FOLDER COMPILER[,COMPILER]... [COMPILER_ARGUMENT]...

The test holds the digest itself, so a result that differs anywhere fails it.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TEST = "tests/core/market/tst_clearing_digest.cpp"
SOURCES = [f"core/market/{name}.cpp" for name in (
    "any_slot", "circulation", "clearing", "crossing", "curve_tree", "flow_order", "market", "market_clearing",
    "packed_market", "price_check", "price_proof", "price_proof_bytes", "pro_rata", "residual_graph",
    "step_clearing", "step_network", "step_reasons", "trade_reduction")]
BUILDS = (["-O0"], ["-O2", "-DNDEBUG"], ["-O3", "-march=native", "-DNDEBUG"])


def run(compiler, flags, root, folder):
    sources = [*sorted((root / "core/base").glob("*.cpp")), root / "core/crypto/hash.cpp",
               root / "tests/support/random_stream.cpp", *(root / name for name in SOURCES), root / TEST]
    program = folder / "digest"
    command = [compiler, *flags, f"-I{root}", f"-I{folder}", *map(str, sources),
               *os.environ["DGEX_DIGEST_LIBRARIES"].split(), "-o", str(program)]
    built = subprocess.run(command, capture_output=True, text=True)
    if built.returncode != 0:
        return "does not compile: " + built.stderr[-2000:]
    done = subprocess.run([program], capture_output=True, text=True, timeout=600)
    return "the digest" if done.returncode == 0 else "ANOTHER DIGEST\n" + done.stdout


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dgex-digest-"))
    try:
        moc = folder / "tst_clearing_digest.moc"
        subprocess.run([os.environ["DGEX_DIGEST_MOC"], str(root / TEST), "-o", str(moc)], check=True)
        wrong = 0
        for compiler in sys.argv[2].split(","):
            for build in BUILDS:
                found = run(compiler, [*sys.argv[3:], *build], root, folder)
                wrong += found != "the digest"
                print(f"{compiler} {' '.join(build)}: {found}", flush=True)
        return 1 if wrong else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
