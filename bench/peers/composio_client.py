"""One pass of the official Python client over all accounts. Prints its figures as JSON.

Arguments: base URL, file with the project's key.
"""

import hashlib
import json
import sys
import time

from composio_client import Composio

BASE, KEY_FILE = sys.argv[1:3]
with open(KEY_FILE, encoding="utf-8") as file:
    KEY = file.read().strip()


def kib(name):
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))


client = Composio(api_key=KEY, base_url=BASE)
idle, cpu, started = kib("VmRSS"), time.process_time(), time.monotonic()
pairs, seen, requests, first, cursor = [], set(), 0, None, None
while True:
    more = {} if cursor is None else {"cursor": cursor}
    page = client.connected_accounts.list(
        limit=100, account_type="ALL", order_by="created_at", order_direction="asc", **more
    )
    requests += 1
    # The models of the answer are built at the first one.
    first = first or time.monotonic() - started
    pairs.extend((item.id, item.status) for item in page.items)
    cursor = page.next_cursor
    if not cursor:
        break
    if cursor in seen:
        sys.exit("the same cursor came twice")
    seen.add(cursor)
wall, cpu = time.monotonic() - started, time.process_time() - cpu
peak = max(0, kib("VmHWM") - idle)
digest = hashlib.sha256("".join(f"{a} {b}\n" for a, b in sorted(pairs)).encode()).hexdigest()
print(
    json.dumps(
        {
            "wall_ms": wall * 1000,
            "cpu_ms": cpu * 1000,
            "peak_kib": peak,
            "rows": len(pairs),
            "digest": digest,
            "requests": requests,
            "bytes": None,
            "more": [["first page, ms", first * 1000]],
        }
    )
)
