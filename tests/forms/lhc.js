/*
 * The form of the rules, shown and filled in by LHC-Forms in headless Chromium, and its response triaged: it needs no map, and
 * says the same as a record. Arguments: the command, the folder of LHC-Forms, the browser.
 */
'use strict';
const { execFile, execFileSync } = require('child_process');
const fs = require('fs');
const http = require('http');
const path = require('path');

const [command, folder, browser] = process.argv.slice(2);
const types = { '.js': 'text/javascript', '.html': 'text/html', '.css': 'text/css', '.json': 'application/json' };

const run = (args, input) => execFileSync(command, args, { input: input || '', encoding: 'utf8', maxBuffer: 1 << 26 });

const own = {
    '/lhc.html': () => fs.readFileSync(path.join(__dirname, 'lhc.html')),
    '/questionnaire.json': () => run(['form', 'questionnaire']),
};

const server = http.createServer((request, response) => {
    const name = path.posix.normalize(new URL(request.url, 'http://localhost').pathname);
    const file = path.join(folder, name);
    if (!own[name] && !fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[path.extname(name)] || 'application/octet-stream' });
    return response.end(own[name] ? own[name]() : fs.readFileSync(file));
});

function judge(page) {
    const found = /<pre id="out">([^]*?)<\/pre>/.exec(page);
    const text = found ? found[1].replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&') : '';
    if (!text.startsWith('{')) throw new Error(`no response: ${text || 'the page gave none'}`);
    const record = { text: 'stiff neck and headaches', severity: 4, age: 44, findings: { chest_pain: false, fever: false, photophobia: true } };
    const byForm = run(['--json', '--form', '-'], text);
    const byRecord = run(['--json', '--intake', '-'], JSON.stringify(record));
    if (byForm !== byRecord) throw new Error(`the answers differ:\n${text}\n${byForm}\n${byRecord}`);
    console.log('ok - a response of LHC-Forms is triaged as the record that says the same');
}

server.listen(0, '127.0.0.1', () => {
    const address = `http://127.0.0.1:${server.address().port}/lhc.html`;
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=120000', '--dump-dom', address];
    execFile(browser, args, { maxBuffer: 1 << 28 }, (error, page) => {
        server.close();
        try {
            if (error) throw error;
            judge(page);
        } catch (problem) {
            console.error(`not ok - ${problem.message}`);
            process.exitCode = 1;
        }
    });
});
