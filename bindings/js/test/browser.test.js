/*
 * The example page in headless Chromium, driven through a pipe by the DevTools protocol, so that no package is needed.
 * Skipped where there is no Chromium; CHROMIUM names another one.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { serve } from '../example/serve.mjs';

const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome'];
const chromium = names.find((name) => spawnSync(name, ['--version']).status === 0);

/* Messages are JSON, each with a NUL behind it: the browser reads them from 3 and writes them to 4. */
class Browser {
  #process;
  #waiting = new Map();
  #listeners = [];
  #last = 0;
  #rest = Buffer.alloc(0);

  constructor(profile) {
    const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
    this.#process = spawn(chromium, [...args, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#process.stdio[4].on('data', (data) => this.#read(data));
  }

  #read(data) {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (let end; (end = this.#rest.indexOf(0)) >= 0; ) {
      this.#take(JSON.parse(this.#rest.subarray(0, end)));
      this.#rest = this.#rest.subarray(end + 1);
    }
  }

  #take({ id, result, error, ...event }) {
    if (id === undefined) {
      for (const listener of this.#listeners) listener(event);
      return;
    }
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
  }

  on(listener) {
    this.#listeners.push(listener);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async close() {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.send('Browser.close');
    await ended;
  }
}

class Page {
  requests = [];
  problems = [];

  constructor(browser, sessionId) {
    this.send = (method, params) => browser.send(method, params, sessionId);
    browser.on(({ method, params }) => {
      if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
      if (method === 'Runtime.exceptionThrown') this.problems.push(params.exceptionDetails.exception?.description);
    });
  }

  static async open(browser, url) {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(browser, sessionId);
    await page.send('Network.enable');
    await page.send('Runtime.enable');
    await page.send('Page.enable');
    await page.send('Page.navigate', { url });
    return page;
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    assert.equal(exceptionDetails, undefined);
    return result.value;
  }

  /* Looks again until it holds; the test's own time limit ends a wait in vain. */
  async waitFor(expression) {
    while (!(await this.evaluate(expression))) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the page triages while one types', { skip: chromium ? false : 'no Chromium', timeout: 240_000 }, async (context) => {
  const profile = mkdtempSync(path.join(tmpdir(), 'tptriage-'));
  const server = await serve(0);
  const browser = new Browser(profile);
  context.after(async () => {
    await browser.close();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  const page = await Page.open(browser, `${origin}/example/`);
  const level = () => page.evaluate(`document.getElementById('urgency').dataset.level`);
  await page.waitFor(`document.getElementById('text')?.disabled === false`);

  const levels = [];
  for (const words of ['😀 stiff neck', ' and headaches', '. I cannot pee, numb between the legs']) {
    await page.send('Input.insertText', { text: words });
    levels.push(await level());
  }
  assert.deepEqual(levels, ['routine', 'routine', 'emergency']);
  const marks = await page.evaluate(`[...document.querySelectorAll('mark')].map((mark) => mark.textContent)`);
  assert.ok(marks.includes('stiff neck') && marks.includes('headaches'), marks.join(', '));

  /* Key by key, too. */
  await page.evaluate(`document.getElementById('text').value = ''`);
  for (const key of 'sore calf') await page.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key, key });
  assert.equal(await page.evaluate(`document.getElementById('read').textContent`), 'sore calf');
  assert.notEqual(await level(), 'emergency');

  /* A lone surrogate, as half an emoji that was cut off leaves it. */
  await page.evaluate(`document.getElementById('text').value = 'stiff neck \\ud83d';
    document.getElementById('text').dispatchEvent(new Event('input'))`);
  assert.equal(await level(), 'routine');

  const before = page.requests.length;
  await page.send('Input.insertText', { text: ' and more' });
  assert.equal(page.requests.length, before, 'nothing is sent while one types');
  assert.deepEqual(page.requests.filter((url) => !url.startsWith(origin)), []);
  assert.deepEqual(page.problems, []);
});
