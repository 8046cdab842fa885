// SPDX-License-Identifier: GPL-3.0-or-later
// compile_contract.js MODULES SOURCE CODE: compiles a contract by solc and writes its code as hexadecimal digits.
const fs = require('fs');
const path = require('path');
const [modules, source, code] = process.argv.slice(2);
const solc = require(path.join(modules, 'solc'));
const name = path.basename(source, '.sol');
const answer = JSON.parse(solc.compile(JSON.stringify({
    language: 'Solidity',
    sources: {[name]: {content: fs.readFileSync(source, 'utf8')}},
    settings: {outputSelection: {'*': {'*': ['evm.bytecode.object']}}},
})));
if (answer.errors) {
    console.error(answer.errors.map((e) => e.formattedMessage).join('\n'));
    process.exit(1);
}
fs.writeFileSync(code, answer.contracts[name][name].evm.bytecode.object);
