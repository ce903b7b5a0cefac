// One pass of the official TypeScript client over all accounts. Prints its figures as JSON.
// Arguments: base URL, file with the project's key. It runs where its packages are installed.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { default: Composio } = await import(
  createRequire(process.cwd() + '/').resolve('@composio/client')
);
const [baseURL, keyFile] = process.argv.slice(2);
const apiKey = readFileSync(keyFile, 'utf8').trim();
const peak = () => process.resourceUsage().maxRSS;

const client = new Composio({ apiKey, baseURL });
const [idle, cpu, started] = [peak(), process.cpuUsage(), performance.now()];
const pairs = [];
let requests = 0;
let cursor;
do {
  const page = await client.connectedAccounts.list(
    { limit: 100, order_by: 'created_at', order_direction: 'asc', ...(cursor ? { cursor } : {}) },
    { query: undefined },
  );
  requests += 1;
  for (const item of page.items) pairs.push(`${item.id} ${item.status}\n`);
  cursor = page.next_cursor;
} while (cursor);
const wall = performance.now() - started;
const used = process.cpuUsage(cpu);
const digest = createHash('sha256').update(pairs.sort().join('')).digest('hex');
console.log(
  JSON.stringify({
    wall_ms: wall,
    cpu_ms: (used.user + used.system) / 1000,
    peak_kib: Math.max(0, peak() - idle),
    rows: pairs.length,
    digest,
    requests,
    bytes: null,
  }),
);
