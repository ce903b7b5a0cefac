"""One pass of the official Python client over all accounts. Prints its figures as JSON.

Arguments: base URL, file with the project's key.
"""

import hashlib
import json
import resource
import sys
import time

from composio_client import Composio

BASE, KEY_FILE = sys.argv[1:3]
with open(KEY_FILE, encoding="utf-8") as file:
    KEY = file.read().strip()


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


client = Composio(api_key=KEY, base_url=BASE)
idle, cpu, started = peak(), time.process_time(), time.monotonic()
pairs, requests, cursor = [], 0, None
while True:
    more = {} if cursor is None else {"cursor": cursor}
    page = client.connected_accounts.list(
        limit=100, order_by="created_at", order_direction="asc", extra_query={"account_type": "ALL"}, **more
    )
    requests += 1
    pairs.extend((item.id, item.status) for item in page.items)
    cursor = page.next_cursor
    if not cursor:
        break
wall, cpu = time.monotonic() - started, time.process_time() - cpu
digest = hashlib.sha256("".join(f"{a} {b}\n" for a, b in sorted(pairs)).encode()).hexdigest()
print(
    json.dumps(
        {
            "wall_ms": wall * 1000,
            "cpu_ms": cpu * 1000,
            "peak_kib": max(0, peak() - idle),
            "rows": len(pairs),
            "digest": digest,
            "requests": requests,
            "bytes": None,
        }
    )
)
