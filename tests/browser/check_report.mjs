// One report in a real browser: everything that a reviewer does with it, and every complaint of the browser's.
//   node check_report.mjs REPORT.html WORD FOLDER-FOR-SCREENSHOTS [LOOK,LOOK...]
// WORD is what its title begins with; without LOOKs (functions below) all are done. Exit 0: nothing to complain of; else each complaint is told.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [report, word, folder, chosen] = process.argv.slice(2);
const address = pathToFileURL(resolve(report)).href;
const name = basename(report, '.html');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const complaints = [];
const expect = (holds, complaint) => { if (!holds) complaints.push(complaint); };
mkdirSync(folder, {recursive: true});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync'],
});

// A page that complains of everything it should not do.
async function open(what, options = {}, fragment = '') {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}, ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', m => complaints.push(`${what}: console ${m.type()}: ${m.text()}`));
  page.on('pageerror', e => complaints.push(`${what}: script error: ${e.message}`));
  page.on('dialog', d => { complaints.push(`${what}: a dialog: ${d.message()}`); d.dismiss(); });
  page.on('request', r => {
    if (r.url().split('#')[0] !== address) complaints.push(`${what}: a request for ${r.url().slice(0, 200)}`);
  });
  await page.goto(address + fragment);
  return page;
}
const screenshot = (page, what) => page.screenshot({path: join(folder, `${name}-${what}.png`)});

// By all rules of axe, or by those named.
async function accessible(page, what, rules) {
  await page.evaluate(axe);
  const options = {resultTypes: ['violations'], ...(rules && {runOnly: {type: 'rule', values: rules}})};
  const {violations} = await page.evaluate(o => globalThis.axe.run(document, o), options);
  for (const v of violations)
    complaints.push(`${what}: axe ${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target).join(', ')}`);
}

async function firstScreen() {
  const page = await open('first screen');
  expect((await page.title()).startsWith(word), `the title is "${await page.title()}", and does not begin with ${word}`);
  expect(await page.locator('h1').count() === 1, 'there is not exactly one h1');
  const verdict = await page.locator('h1').boundingBox();
  expect(verdict && verdict.y + verdict.height < 400, 'the verdict is not at the top of the first screen');
  expect((await page.locator('h1').innerText()).includes(word), 'the h1 does not say the verdict');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width <= 1280, `1280 wide it has to be scrolled sideways: ${width}`);
  await screenshot(page, 'first-screen');
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  await accessible(page, 'light, all folds open');
  await page.context().close();
}

// Links within the page lead to something that can then be seen, and so does the address with its fragment.
async function deepLinks() {
  const page = await open('deep links');
  const ids = await page.evaluate(() => [...new Set(
    [...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.getAttribute('href').slice(1))))]);
  const inFolds = await page.evaluate(() => [...document.querySelectorAll('details [id]')].map(e => e.id));
  expect(ids.length > 0, 'there is no link within the page');
  const seen = id => page.evaluate(i => {
    const element = document.getElementById(i);
    if (!element) return 'missing';
    for (let d = element.closest('details'); d; d = d.parentElement.closest('details'))
      if (!d.open && element !== d && !d.querySelector(':scope > summary').contains(element)) return 'in a closed fold';
    const box = element.getBoundingClientRect();
    return box.bottom < 0 || box.top > innerHeight ? 'off the screen' : '';
  }, id);
  const sample = (all, most) => all.filter((_, i) => i % Math.ceil(all.length / most) === 0);
  const some = sample(inFolds, 20);
  for (const id of [...sample(ids, 30), ...some]) {
    await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = false; }));
    await page.evaluate(i => { location.hash = '#' + encodeURIComponent(i); }, id);
    await page.waitForTimeout(5);
    const wrong = await seen(id);
    expect(!wrong, `the link #${id} leads to something ${wrong}`);
  }
  await page.context().close();
  const [id] = some;
  const fresh = await open('a link from outside', {}, '#' + encodeURIComponent(id));
  const opened = await fresh.evaluate(i => [...document.querySelectorAll('details[open]')]
    .some(d => d.contains(document.getElementById(i))), id);
  expect(opened, `opened at #${id}, the fold around it is closed`);
  await fresh.context().close();
}

// Drag over a chart, choose a phase, and back; both charts show the same stretch.
async function zoomed() {
  const page = await open('zoomed');
  const figures = page.locator('figure.zoom');
  if (process.env.ZOOM === 'expected') expect(await figures.count() > 0, 'there is no chart to zoom');
  if (await figures.count() === 0) return page.context().close();
  const figure = figures.first();
  await figure.scrollIntoViewIfNeeded();
  const range = () => figure.evaluate(f => f.charts.map(u => u.scales.x.max - u.scales.x.min));
  const [whole] = await range();
  const over = await figure.locator('.u-over').first().boundingBox();
  await page.mouse.move(over.x + over.width * 0.3, over.y + 50);
  await page.mouse.down();
  await page.mouse.move(over.x + over.width * 0.5, over.y + 60, {steps: 5});
  await page.mouse.up();
  const [first, second] = await range();
  expect(first < whole * 0.4 && first > 0, `dragging over a fifth of ${whole} s shows ${first} s`);
  expect(Math.abs(first - second) < 1e-9, `the two charts show ${first} s and ${second} s`);
  await screenshot(page, 'zoomed');
  const phases = await figure.locator('option').count() - 1;
  await figure.locator('select').selectOption({index: 1});
  const [phase] = await range();
  expect(phases > 0 && phase < whole, `of ${phases} phases the first shows ${phase} of ${whole} s`);
  await figure.locator('select').selectOption({index: 0});
  expect(Math.abs((await range())[0] - whole) < 1e-9, 'the whole run does not come back');
  await page.context().close();
}

async function dark() {
  const page = await open('dark', {colorScheme: 'dark'});
  const [red, green, blue] = await page.evaluate(() =>
    getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
  expect(red + green + blue < 200, `in the dark the page is rgb(${red}, ${green}, ${blue})`);
  await screenshot(page, 'dark');
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  await accessible(page, 'dark, all folds open', ['color-contrast']);  // the rest is as in the light
  await page.context().close();
}

async function withoutScript() {
  const page = await open('without script', {javaScriptEnabled: false});
  expect((await page.locator('h1').innerText()).includes(word), 'without script there is no verdict');
  const buttons = await page.locator('button:visible').count();
  expect(buttons === 0, `without script ${buttons} buttons that do nothing are shown`);
  await screenshot(page, 'no-script');
  await page.context().close();
}

// A zoom of 200 % leaves half as many CSS pixels.
async function enlarged() {
  const page = await open('at 200 %', {viewport: {width: 640, height: 400}, deviceScaleFactor: 2});
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width <= 640, `at 200 % it has to be scrolled sideways: ${width} of 640`);
  await screenshot(page, 'zoomed-200');
  await accessible(page, 'at 200 %', ['scrollable-region-focusable']);
  await page.context().close();
}

async function printed() {
  const page = await open('printed');
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, await page.pdf({preferCSSPageSize: true, printBackground: true}));
  await page.context().close();
  const quiet = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']};
  const told = execFileSync('pdfinfo', [file], quiet);
  const pages = Number(/Pages:\s+(\d+)/.exec(told)?.[1]);
  expect(pages >= 1 && pages <= 80, `it prints on ${pages} pages`);
  const [, across, down] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(told).map(Number);
  expect(Math.abs(across - 842) < 3 && Math.abs(down - 595) < 3, `it prints on ${across} x ${down} pt, not A4 landscape`);
  const text = n => execFileSync('pdftotext', ['-layout', '-f', n, '-l', n, file, '-'], quiet);
  expect(text('1').includes(word), 'page 1 does not say the verdict');
  expect(/Sign-off/.test(text('1')), 'the box to sign is not on page 1');
  expect(new RegExp(`\\b1\\s*(/|of)\\s*${pages}\\b`).test(text('1')), 'page 1 has no page number');
  execFileSync('pdftoppm', ['-png', '-r', '70', '-f', '1', '-l', '1', '-singlefile', file, join(folder, `${name}-print`)],
               quiet);
  console.log(`${name}: ${pages} pages`);
}

try {
  const looks = [firstScreen, deepLinks, zoomed, dark, withoutScript, enlarged, printed];
  const wanted = chosen ? chosen.split(',') : looks.map(look => look.name);
  for (const name of wanted) if (!looks.some(look => look.name === name)) throw new Error(`no look ${name}`);
  for (const look of looks.filter(look => wanted.includes(look.name))) {
    const began = Date.now();
    await look();
    console.log(`${name}: ${look.name} ${Date.now() - began} ms`);
  }
} finally {
  await browser.close();
}
for (const complaint of complaints.slice(0, 50)) console.error(`${name}: ${complaint}`);
console.log(`${name}: ${complaints.length} complaints; screenshots in ${folder}`);
process.exit(complaints.length === 0 ? 0 : 1);
