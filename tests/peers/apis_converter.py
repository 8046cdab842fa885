# SPDX-License-Identifier: GPL-3.0-or-later
"""A converter of the open APIS system, for tests: its HTTP interface over a DC/DC converter with losses and a ramp.

usage: apis_converter.py        prints `port N`

Modes: 0x0000 waits, 0x0014 holds the grid's voltage, 0x0041 charges from the grid, 0x0002 discharges to it; dig limits
the current at the grid side, which the converter reaches by 2 A/s. Power into the battery loses 40 W + 3 %.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

GRID_VOLTS = 350.0
BATTERY_VOLTS = 51.2
RAMP = 2.0
NAMES = {0x0000: "Waiting", 0x0014: "Grid Autonomy", 0x0041: "Heteronomy CV", 0x0002: "Heteronomy CV"}


class Converter:
    def __init__(self):
        self.lock = threading.Lock()
        self.mode = 0
        self.limit = 0.0
        self.amperes = 0.0
        self.at = time.monotonic()

    def set(self, query):
        with self.lock:
            self.live()
            self.mode = int(query.get("mode", ["0x0000"])[0], 16)
            self.limit = float(query.get("dig", ["0"])[0])

    def live(self):
        now = time.monotonic()
        passed, self.at = now - self.at, now
        wanted = {0x0041: self.limit, 0x0002: -self.limit}.get(self.mode, 0.0)
        way = max(-RAMP * passed, min(RAMP * passed, wanted - self.amperes))
        self.amperes += way

    def show(self):
        with self.lock:
            self.live()
            grid = self.amperes * GRID_VOLTS
            battery = grid - (40 + 0.03 * abs(grid) if self.mode else 0)
            return {
                "status": {"status": f"0x{self.mode:04x}", "alarm": "0x0000", "alarmState": "No alarm",
                           "statusName": "Ignore", "runningState": "steady", "operationMode": NAMES[self.mode]},
                "meter": {"wg": round(grid, 2), "wb": round(battery, 2), "vg": GRID_VOLTS,
                          "ig": round(self.amperes, 3), "vb": BATTERY_VOLTS, "ib": round(battery / BATTERY_VOLTS, 2),
                          "tmp": 27.76},
                "vdis": {"dvg": GRID_VOLTS, "drg": 0.0},
                "param": {"dig": self.limit, "ogv": 400.0, "ugv": 280.0, "cib": 45.0, "obv": 59.3, "ubv": 0.0},
            }


converter = Converter()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlparse(self.path)
        if url.path == "/dcdc/set":
            converter.set(parse_qs(url.query))
            body = {key: converter.show()[key] for key in ("meter", "status", "vdis", "param")}
        elif url.path == "/dcdc/get":
            body = converter.show()
        elif url.path == "/all/get":
            body = {"dcdc": converter.show(), "battery": {"rsoc": 50.0, "battery_operation_status": 3}}
        else:
            self.send_error(404)
            return
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print("port", server.server_address[1], flush=True)
server.serve_forever()
