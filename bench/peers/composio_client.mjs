// One pass of the official TypeScript client over all accounts. Prints its figures as JSON.
// Arguments: base URL, file with the project's key. It runs where its packages are installed.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const installed = createRequire(process.cwd() + '/').resolve('@composio/client');
const { default: Composio } = await import(pathToFileURL(installed).href);
const [baseURL, keyFile] = process.argv.slice(2);
const apiKey = readFileSync(keyFile, 'utf8').trim();
const kib = (name) =>
  Number(readFileSync('/proc/self/status', 'utf8').match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1]);

const client = new Composio({ apiKey, baseURL });
const [idle, cpu, started] = [kib('VmRSS'), process.cpuUsage(), performance.now()];
const pairs = [];
const seen = new Set();
let [requests, first, cursor] = [0, 0, undefined];
do {
  // The second argument, options of the request, must not name `query`: it would take the place
  // of all of these, the cursor among them, and the first page would come for ever.
  const page = await client.connectedAccounts.list({
    limit: 100,
    account_type: 'ALL',
    order_by: 'created_at',
    order_direction: 'asc',
    ...(cursor ? { cursor } : {}),
  });
  requests += 1;
  first ||= performance.now() - started;
  for (const item of page.items) pairs.push(`${item.id} ${item.status}\n`);
  cursor = page.next_cursor;
  if (seen.has(cursor)) throw new Error('the same cursor came twice');
  seen.add(cursor);
} while (cursor);
const wall = performance.now() - started;
const used = process.cpuUsage(cpu);
const peak = Math.max(0, kib('VmHWM') - idle);
const digest = createHash('sha256').update(pairs.sort().join('')).digest('hex');
console.log(
  JSON.stringify({
    wall_ms: wall,
    cpu_ms: (used.user + used.system) / 1000,
    peak_kib: peak,
    rows: pairs.length,
    digest,
    requests,
    bytes: null,
    more: [['first page, ms', first]],
  }),
);
