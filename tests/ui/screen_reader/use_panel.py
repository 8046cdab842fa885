#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses the home panel as a blind owner does: by AT-SPI alone, without a look at the screen.

Sets a policy, reads why the home does what it does, reads the bill and a chart's figures.
usage: use_panel.py PROGRAM   (DISPLAY, a session bus and its accessibility bus must be there)
"""

import os
import subprocess
import sys
import time

import pyatspi

SECONDS_MAX = 60


class Panel:
    """The accessible tree of the running panel."""

    def __init__(self, application):
        self.application = application

    def all(self, node=None):
        node = node or self.application
        for child in node:
            if child is None:
                continue
            yield child
            yield from self.all(child)

    def showing(self, role):
        for node in self.all():
            try:
                if node.getRole() == role and node.getState().contains(pyatspi.STATE_SHOWING):
                    yield node
            except Exception:  # A widget may go between two questions.
                continue

    def find(self, role, name):
        for node in self.showing(role):
            if node.name.startswith(name):
                return node
        return None

    def wait_for(self, role, name):
        end = time.time() + SECONDS_MAX
        while time.time() < end:
            node = self.find(role, name)
            if node is not None:
                return node
            time.sleep(0.2)
        found = sorted({f"{n.getRoleName()} '{n.name}'" for n in self.showing(role)})
        raise SystemExit(f"no {name!r} among: {', '.join(found)}")

    def press(self, name):
        for role in (pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_PAGE_TAB, pyatspi.ROLE_CHECK_BOX,
                     pyatspi.ROLE_RADIO_BUTTON):
            node = self.find(role, name)
            if node is not None:
                break
        else:
            node = self.wait_for(pyatspi.ROLE_PUSH_BUTTON, name)
        action = node.queryAction()
        names = [action.getName(i) for i in range(action.nActions)]
        action.doAction(names.index("Press"))
        time.sleep(0.5)

    def texts(self):
        return [node.name for node in self.showing(pyatspi.ROLE_LABEL) if node.name]


def find_panel():
    end = time.time() + SECONDS_MAX
    while time.time() < end:
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.name == "dgex":
                return Panel(application)
        time.sleep(0.3)
    raise SystemExit("the panel did not come to the accessibility bus")


def check(what, holds):
    if not holds:
        raise SystemExit(f"not so: {what}")
    print(f"ok: {what}")


def use(panel):
    panel.wait_for(pyatspi.ROLE_PUSH_BUTTON, "Why?")
    before = set(panel.texts())
    panel.press("Why?")
    told = [text for text in panel.texts() if text not in before]
    check("Why? tells a sentence", any(len(text.split()) >= 5 for text in told))
    panel.press("Close")

    panel.press("Plan")
    slider = panel.wait_for(pyatspi.ROLE_SLIDER, "")
    value = slider.queryValue()
    old = value.currentValue
    value.currentValue = 70 if old != 70 else 60
    time.sleep(0.5)
    panel.press("Apply")
    time.sleep(2)
    slider = panel.wait_for(pyatspi.ROLE_SLIDER, "")
    check("the reserve is set", slider.queryValue().currentValue == (70 if old != 70 else 60))

    panel.press("Bills")
    bill = panel.texts()
    check("the bill tells money", any("¥" in text for text in bill))
    check("the bill compares with the utility", any("tility" in text for text in bill))

    panel.press("Market")
    tables = [node for node in panel.showing(pyatspi.ROLE_TABLE) if node.childCount > 0]
    check("a chart is a table with a name", bool(tables) and bool(tables[0].name))
    cells = tables[0].queryTable()
    check("it has a row for every market", cells.nRows >= 40 and cells.nColumns >= 2)
    check("its cells can be read", bool(cells.getAccessibleAt(1, 1).name))


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(panel, pid):
    """The whole process: panel, its simulated neighbourhood and a screen reader that listens."""
    with open(f"/proc/{pid}/status") as file:
        resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    panel.press("Home")
    time.sleep(2)
    before = cpu_seconds(pid)
    time.sleep(5)
    busy = (cpu_seconds(pid) - before) / 5
    print(f"{resident / 1024:.0f} MiB resident, {busy * 100:.1f} % of a core on the Home page")
    check("it needs less than 120 MB", resident * 1024 < 120e6)
    check("it idles", busy < 0.1)


def main():
    program = subprocess.Popen([sys.argv[1], "home", "--homes", "3", "--speed", "1"], stdout=subprocess.DEVNULL)
    try:
        panel = find_panel()
        use(panel)
        measure(panel, program.pid)
    finally:
        program.terminate()
        program.wait(10)


main()
