# SPDX-License-Identifier: GPL-3.0-or-later
"""A SunSpec device on the server of pymodbus, for tests.

usage: sunspec_peer.py IMAGE [--unit N] [--only-fc N] [--der]

IMAGE holds the base address and then all registers as whitespace-separated numbers. The port is chosen freely and
printed as `port N`. With --der the models 701 and 704 act: the measured power follows the power setpoint while that is
enabled, and the setpoint is given up when its reversion time is over.
"""

import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import ModbusTcpServer

STEP = 0.05
RAMP = 20_000  # W/s


class Registers(ModbusSequentialDataBlock):
    """Registers that remember what was written to them."""

    written = None

    def setValues(self, address, values):
        super().setValues(address, values)
        if self.written:
            self.written(address, len(values))


class Unit(ModbusSlaveContext):
    """A unit that may know only one of the writing functions."""

    only = None

    def validate(self, fc_as_hex, address, count=1):
        if self.only is not None and fc_as_hex in (6, 16) and fc_as_hex != self.only:
            return False
        return super().validate(fc_as_hex, address, count)


class Der:
    """Lets the models 701 and 704 behave like a device; addresses are those of the data block."""

    def __init__(self, block):
        self.block = block
        self.places = {}
        at = 2
        while block.values[at] != 0xFFFF:
            self.places[block.values[at]] = at
            at += 2 + block.values[at + 1]
        self.left = None
        self.power = 0.0
        block.written = self.on_write

    def get(self, model, offset, words=1):
        value = 0
        for i in range(words):
            value = value << 16 | self.block.values[self.places[model] + offset + i]
        return value - (1 << 16 * words) if words > 1 and value >> (16 * words - 1) else value

    def put(self, model, offset, value, words=1):
        for i in range(words):
            self.block.values[self.places[model] + offset + i] = value >> 16 * (words - 1 - i) & 0xFFFF

    def on_write(self, address, count):
        first = address - self.block.address - self.places[704]
        if first < 33 and first + count > 22:  # from WSetEna to WSetRvrtTms
            self.left = float(self.get(704, 31, 2)) or None

    def step(self):
        if self.left is not None and self.get(704, 22) == 1:
            self.left -= STEP
            self.put(704, 33, max(0, int(self.left)), 2)
            if self.left <= 0:
                self.left = None
                self.put(704, 22, 0)
        target = self.get(704, 24, 2) if self.get(704, 22) == 1 else 0
        self.power += max(-RAMP * STEP, min(RAMP * STEP, target - self.power))
        self.put(701, 10, int(self.power) & 0xFFFF)


def option(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


async def main():
    with open(sys.argv[1], encoding="ascii") as file:
        base, *words = (int(word) for word in file.read().split())
    block = Registers(base + 1, words)
    unit = Unit(hr=block)
    unit.only = option("--only-fc", None)
    context = ModbusServerContext(slaves={option("--unit", 1): unit}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0), ignore_missing_slaves=True)
    await server.serve_forever(background=True)
    print("port", server.transport.sockets[0].getsockname()[1], flush=True)
    der = Der(block) if "--der" in sys.argv else None
    while True:
        await asyncio.sleep(STEP)
        if der:
            der.step()


asyncio.run(main())
