// SPDX-License-Identifier: GPL-3.0-or-later
// ECHONET Lite devices on the package echonet-lite, for tests: a meter, PV, a battery and an EV charger at 127.0.0.1.
// The battery follows its mode (DA), power (EB, EC) and amount (AA, AB in Wh): when the amount is through, it stands by.
// usage: NODE_PATH=... node echonet_peer.js PORT        prints `ready`
'use strict';
const EL = require('echonet-lite');

const u32 = (value) => [value >> 24 & 255, value >> 16 & 255, value >> 8 & 255, value & 255];
const step = 0.1; // seconds
const devices = {
    '028801': {
        '80': [0x30], '9e': [0], '9f': [8, 0x80, 0x9e, 0x9f, 0xd7, 0xe0, 0xe1, 0xe3, 0xe7],
        'd7': [8], 'e0': u32(123456), 'e1': [1], 'e3': u32(77), 'e7': u32(-500),
    },
    '027901': {
        '80': [0x30], '9e': [1, 0xa1], '9f': [7, 0x80, 0x9e, 0x9f, 0xa1, 0xe0, 0xe1, 0xe8],
        'a1': [0x0f, 0xa0], 'e0': [0x0b, 0xb8], 'e1': u32(5000), 'e8': [0x0f, 0xa0],
    },
    '027d01': {
        '80': [0x30], '9e': [5, 0xaa, 0xab, 0xda, 0xeb, 0xec],
        '9f': [14, 0x80, 0x9e, 0x9f, 0xaa, 0xab, 0xc8, 0xc9, 0xd0, 0xd3, 0xd6, 0xd8, 0xda, 0xe2, 0xeb],
        'aa': u32(0), 'ab': u32(0), 'c8': [...u32(100), ...u32(3000)], 'c9': [...u32(100), ...u32(3000)],
        'd0': u32(9800), 'd3': u32(0), 'd6': u32(1000), 'd8': u32(2000), 'da': [0x46], 'e2': u32(5400),
        'eb': u32(0), 'ec': u32(0),
    },
    '02a101': {
        '80': [0x30], '9e': [3, 0xda, 0xe7, 0xed], '9f': [7, 0x80, 0x9e, 0x9f, 0xd2, 0xd3, 0xda, 0xed],
        'd2': [0, 200], 'd3': u32(0), 'da': [0x44], 'e7': u32(0), 'ed': [0, 0],
    },
};
const number = (bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

let left = 0; // Ws
function live() {
    const battery = devices['027d01'];
    const mode = battery.da[0];
    const power = mode === 0x42 ? number(battery.eb) : mode === 0x43 ? -number(battery.ec) : 0;
    battery.d3 = u32(power);
    left -= Math.abs(power) * step;
    if (power !== 0 && left <= 0) {
        battery.da = [0x44];
    }
    const car = devices['02a101'];
    car.d3 = u32(car.da[0] === 0x42 ? number(car.ed) / 10 * 200 : 0);
}

function set(from, message) {
    const device = devices[message.DEOJ];
    const answer = [];
    let isGood = true;
    for (const epc of Object.keys(message.DETAILs)) {
        const data = EL.toHexArray(message.DETAILs[epc]);
        if (device && device['9e'].slice(1).includes(parseInt(epc, 16))) {
            device[epc] = data;
            if (epc === 'aa' || epc === 'ab') {
                left = number(data) * 3600;
            }
            answer.push(parseInt(epc, 16), 0);
        } else {
            answer.push(parseInt(epc, 16), data.length, ...data);
            isGood = false;
        }
    }
    EL.sendArray(from, [0x10, 0x81, ...EL.toHexArray(message.TID), ...EL.toHexArray(message.DEOJ),
        ...EL.toHexArray(message.SEOJ), isGood ? 0x71 : 0x51, Object.keys(message.DETAILs).length, ...answer]);
}

EL.EL_port = Number(process.argv[2]);
EL.initialize(Object.keys(devices), (from, message, error) => {
    if (error || !devices[message.DEOJ]) {
        return;
    }
    if (message.ESV === EL.GET) {
        EL.replyGetDetail(from, message, devices);
    } else if (message.ESV === EL.SETC) {
        set(from, message);
    }
}, 4, {v4: '127.0.0.1', ignoreMe: false, autoGetProperties: false}).then((socket) => {
    socket.on('listening', () => console.log('ready'));
});
setInterval(live, step * 1000);
