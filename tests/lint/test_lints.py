# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: each lint finds what it is for, and is silent about good files.

Method: write a good and a bad sample into an empty folder, run the lint on it.
"""

import os
import pathlib
import tempfile
import unittest

import check_format
import check_layers
import check_style
import sources

LICENCE = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
QT_INCLUDES = os.environ["DGEX_QT_INCLUDES"]
CLANG_FORMAT = os.environ["DGEX_CLANG_FORMAT"]


def complaints(check, files, *arguments):
    """What check says about a folder with these files {path: text}."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check(root, *arguments)


class Layers(unittest.TestCase):
    def found(self, **files):
        named = {name.replace("__", "/") + ".h": text for name, text in files.items()}
        return complaints(check_layers.check, named, QT_INCLUDES)

    def assert_one(self, expected, **files):
        found = self.found(**files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(expected, found[0])

    def test_accepts_allowed_includes(self):
        self.assertEqual(
            self.found(
                core__ledger__a='#include "core/market/order.h"\n#include "core/crypto/hash.h"\n#include <vector>\n',
                core__api__b="#include <QByteArray>\n#include <mutex>\n",
                ui__home__c="#include <QWidget>\n#include <QChart>\n",
                app__d='#include "core/storage/x.h"\n#include "drivers/y.h"\n',
            ),
            [],
        )

    def test_refuses_upward_includes(self):
        self.assert_one("core/market may not include core/ledger", core__market__a='#include "core/ledger/block.h"\n')
        self.assert_one("ui may not include core/ledger", ui__home__a='#include "core/ledger/block.h"\n')
        self.assert_one("drivers may not include core/market", drivers__a='#include "core/market/order.h"\n')
        self.assert_one("core/base may not include app", core__base__a='#include "app/x.h"\n')
        self.assert_one("core/market may not include core/ledger", core__market__a='# include  "core/ledger/block.h"\n')

    def test_refuses_unknown_rooms(self):
        self.assert_one("unknown", core__cellar__a="\n")
        self.assert_one("no known room", core__a="\n")

    def test_keeps_qt_in_its_rooms(self):
        self.assert_one("core/market may not use QtCore", core__market__a="#include <QString>\n")
        self.assert_one("core/node may not use QtWidgets", core__node__a="#include <QWidget>\n")
        self.assert_one("drivers may not use QtWidgets", drivers__a="#include <QtWidgets/QLabel>\n")
        self.assert_one("core/views may not use QtCore", core__views__a="#include <QObject>\n")
        self.assert_one("core/ledger may not use QtCrypto", core__ledger__a="#include <QtCrypto>\n")

    def test_keeps_pure_rooms_pure(self):
        for header in ("thread", "mutex", "random", "fstream", "iostream"):
            self.assert_one("is pure", core__policy__a=f"#include <{header}>\n")
        self.assert_one("clock", core__forecast__a="auto t = std::chrono::system_clock::now();\n")
        self.assert_one("clock", core__ledger__a="auto t = std::chrono::steady_clock::now();\n")

    def test_keeps_floating_point_out_of_what_is_agreed_on(self):
        self.assert_one("floating point", core__market__a="int a;\ndouble b;\n")
        self.assert_one("floating point", core__delivery__pairing="float b;\n")
        self.assert_one("floating point", core__market__block_program="double b;\n")
        self.assertEqual(self.found(core__delivery__control="double b;\n"), [])
        self.assertEqual(self.found(core__market__a='// a double auction\nauto s = "float";\n'), [])

    def test_finds_cycles(self):
        self.assert_one(
            "core/base/a.h -> core/base/b.h -> core/base/a.h",
            core__base__a='#include "core/base/b.h"\n',
            core__base__b='#include "core/base/a.h"\n',
        )
        self.assertEqual(check_layers.find_cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}}), ["a", "b", "c", "a"])
        self.assertIsNone(check_layers.find_cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}))

    def test_its_own_table_has_no_cycle(self):
        self.assertIsNone(check_layers.find_cycle({room: seen - {room} for room, seen in check_layers.SEES.items()}))


class Style(unittest.TestCase):
    def found(self, text, path="core/base/sample.cpp"):
        return complaints(check_style.check, {path: text})

    def assert_one(self, expected, text, path="core/base/sample.cpp"):
        found = self.found(text, path)
        self.assertEqual(len(found), 1, found)
        self.assertIn(expected, found[0])

    def test_accepts_good_files(self):
        self.assertEqual(self.found(LICENCE + "int f()\n{\n    return 1'000;\n}\n"), [])
        self.assertEqual(self.found(LICENCE + "// TO" + "DO(#12): tell the operator\n"), [])
        self.assertEqual(self.found(LICENCE + "class QNetworkAccessManager;\n"), [])
        self.assertEqual(self.found(LICENCE + "bool isDemo = true;\n", "app/sample.cpp"), [])

    def test_refuses_a_missing_licence(self):
        for path in ("core/a.cpp", "ui/a.h", "tests/a.py", "tests/CMakeLists.txt", "run"):
            self.assert_one("first line", "\n", path)

    def test_refuses_long_files_and_lines(self):
        self.assertEqual(self.found(LICENCE + "\n" * 499), [])
        self.assert_one("501 lines", LICENCE + "\n" * 500)
        self.assertEqual(self.found(LICENCE + "/" * 120), [])
        self.assert_one("121 columns", LICENCE + "/" * 121)

    def test_refuses_long_functions(self):
        def body(lines):
            return "{\n" + "    x();\n" * (lines - 1) + "}\n"

        for header in (
            "void f()\n",
            "template <class T, std::size_t N>\nbool operator==(T a, T b)\n",
            "namespace n {\nclass A : public B {\npublic:\n    void f() const noexcept\n",
            "A::A(int b)\n    : m_b{b}\n    , m_c{}\n",
            "auto A::f(int b = 3) -> int\n",
        ):
            self.assertEqual(self.found(LICENCE + header + body(70)), [], header)
            self.assert_one("71 lines", LICENCE + header + body(71))
        for header in ("namespace n\n", "class A final : public B<int>\n", "template <class T>\nstruct B\n",
                       "constexpr int kTable[] =\n", "public:\n    enum class C\n"):
            self.assertEqual(self.found(LICENCE + header + body(71)), [], header)

    def test_counts_no_braces_in_literals_and_comments(self):
        text = LICENCE + 'void f()\n{\n    g("{", \'{\', R"x({)x"); // {\n    /* { */\n}\nvoid g()\n'
        self.assertEqual(self.found(text + "{\n" + "    x();\n" * 69 + "}\n"), [])
        self.assert_one("71 lines", text + "{\n" + "    x();\n" * 70 + "}\n")

    def test_refuses_notes(self):
        self.assert_one("not a note", LICENCE + "// FIX" + "ME\n")
        self.assert_one("issue's number", LICENCE + "// TO" + "DO later\n")

    def test_refuses_names_that_say_nothing(self):
        for name in ("class BatteryManager {};", "struct PriceHelper;", "namespace utils {}", "class Utils;"):
            self.assert_one("says nothing", LICENCE + name + "\n")
        self.assert_one("file name", LICENCE, "core/base/text_utils.h")

    def test_keeps_the_demo_in_the_app(self):
        for path in ("core/node/a.cpp", "ui/a.cpp", "drivers/a.cpp"):
            self.assert_one("only app/", LICENCE + "if (isDemo()) {}\n", path)


class Format(unittest.TestCase):
    STYLE = "BasedOnStyle: LLVM\n"

    def test_tells_good_from_bad(self):
        good = {".clang-format": self.STYLE, "core/a.cpp": "int a = 1;\n"}
        bad = {".clang-format": self.STYLE, "core/a.cpp": "int   a=1 ;\n"}
        self.assertEqual(complaints(check_format.check, good, CLANG_FORMAT), [])
        self.assertTrue(complaints(check_format.check, bad, CLANG_FORMAT))


class Sources(unittest.TestCase):
    def test_blanks_comments_and_literals_only(self):
        self.assertEqual(sources.code_only('a /* b\n c */ "d" // e\n1\'000 \'f\''), 'a  \n ""  \n1\'000 ""')

    def test_does_not_read_build_folders(self):
        with tempfile.TemporaryDirectory() as root:
            for name in ("core/a.h", "build/dev/b.h", "c.h"):
                path = pathlib.Path(root) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            self.assertEqual([str(path) for path in sources.files(root, (".h",))], ["c.h", "core/a.h"])


if __name__ == "__main__":
    unittest.main()
