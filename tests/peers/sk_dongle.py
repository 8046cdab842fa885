# SPDX-License-Identifier: GPL-3.0-or-later
"""A SKSTACK-IP dongle and the smart meter behind it, for tests.

usage: sk_dongle.py LINE [--refuse-join] [--deaf-scans N]

Answers commands on a serial line as the command reference of BP35A1 says, and gets of the meter 028801.
"""

import sys

ID = b"00112233445566778899AABBCCDDEEFF"
PASSWORD = b"0123456789AB"
MAC = b"001D129012345678"
ADDRESS = b"FE80:0000:0000:0000:021D:1290:1234:5678"
OWN = b"FE80:0000:0000:0000:1207:23FF:FEA0:7898"
METER = {
    0x80: b"\x30",
    0x9E: b"\x00",
    0x9F: b"\x06\x80\x9e\x9f\xe0\xe3\xe7",
    0xD3: b"\x00\x00\x00\x0a",
    0xE0: (4321).to_bytes(4, "big"),
    0xE3: (12).to_bytes(4, "big"),
    0xE7: (1374).to_bytes(4, "big"),
}


class Dongle:
    def __init__(self, line):
        self.line = line
        self.known = {}
        self.joined = False
        self.deaf = int(sys.argv[sys.argv.index("--deaf-scans") + 1]) if "--deaf-scans" in sys.argv else 0
        self.hexadecimal = False

    def say(self, *lines):
        for text in lines:
            self.line.write(text + b"\r\n")

    def answer(self, frame):
        head = frame[:4] + frame[7:10] + frame[4:7]
        body = b""
        good = True
        at = 12
        for _ in range(frame[11]):
            code, size = frame[at], frame[at + 1]
            at += 2 + size
            data = METER.get(code, b"")
            good = good and data != b""
            body += bytes([code, len(data)]) + data
        return head + bytes([0x72 if good else 0x52, frame[11]]) + body

    def received(self, frame):
        answer = self.answer(frame)
        data = answer.hex().upper().encode() if self.hexadecimal else answer
        self.say(b"ERXUDP %s %s 0E1A 0E1A %s 1 %04X %s" % (ADDRESS, OWN, MAC, len(answer), data))

    def scan(self):
        self.say(b"OK")
        if self.deaf > 0:
            self.deaf -= 1
        else:
            self.say(b"EVENT 20 " + ADDRESS, b"EPANDESC", b"  Channel:21", b"  Channel Page:09", b"  Pan ID:8888",
                     b"  Addr:" + MAC, b"  LQI:E1", b"  PairID:00112233")
        self.say(b"EVENT 22 " + OWN)

    def join(self):
        self.say(b"OK")
        good = (self.known.get(b"SKSETPWD") == PASSWORD and self.known.get(b"SKSETRBID") == ID
                and self.known.get(b"S2") == b"21" and self.known.get(b"S3") == b"8888"
                and "--refuse-join" not in sys.argv)
        self.joined = good
        self.say(b"EVENT 21 " + ADDRESS + b" 00", (b"EVENT 25 " if good else b"EVENT 24 ") + ADDRESS)

    def command(self, text):
        words = text.split(b" ")
        if words[0] == b"SKRESET":
            self.joined = False
            self.say(b"OK")
        elif words[0] == b"ROPT":
            self.line.write(b"OK 01\r" if self.hexadecimal else b"OK 00\r")
        elif words[0] == b"WOPT":
            self.hexadecimal = words[1] == b"01"
            self.line.write(b"OK\r")
        elif words[0] == b"SKSETPWD":
            self.known[words[0]] = words[2]
            self.say(b"OK")
        elif words[0] == b"SKSETRBID":
            self.known[words[0]] = words[1]
            self.say(b"OK")
        elif words[0] == b"SKSREG":
            self.known[words[1]] = words[2]
            self.say(b"OK")
        elif words[0] == b"SKSCAN":
            self.scan()
        elif words[0] == b"SKLL64":
            self.say(ADDRESS if words[1] == MAC else b"FAIL ER06")
        elif words[0] == b"SKJOIN":
            self.join()
        else:
            self.say(b"FAIL ER04")

    def send_to(self, words, payload):
        self.say(b"EVENT 21 " + ADDRESS + b" 00", b"OK")
        if self.joined and words[2] == ADDRESS and words[3] == b"0E1A":
            self.received(payload)

    def run(self):
        pending = b""
        while True:
            byte = self.line.read(1)
            if not byte:
                return
            pending += byte
            if pending.startswith(b"SKSENDTO ") and pending.count(b" ") == 6:
                words = pending.split(b" ")
                self.send_to(words, self.line.read(int(words[5], 16)))
                pending = b""
            elif byte in b"\r\n":
                if pending.strip():
                    self.command(pending.strip())
                pending = b""


with open(sys.argv[1], "r+b", buffering=0) as serial:
    print("ready", flush=True)
    try:
        Dongle(serial).run()
    except OSError:
        pass  # The line was pulled out.
