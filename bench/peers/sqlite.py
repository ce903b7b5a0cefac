"""What the window asks, asked of SQLite by Python's own modules: the floor for queries.

Reads all accounts over one connection, stores them in a file with the indexes that fit the
questions, and asks each question up to 200 times. Every answer holds what a window shows: 60 rows, how
many match, and how many of them are in each status. Prints its figures as JSON.

Arguments: base URL, file with the project's key.
"""

import http.client
import json
import sqlite3
import sys
import tempfile
import time
from urllib.parse import quote, urlsplit

BASE, KEY_FILE = sys.argv[1:3]
ASKED, LEAST, SECONDS = 200, 20, 10
with open(KEY_FILE, encoding="utf-8") as file:
    HEADERS = {"x-api-key": file.read().strip()}


def pages():
    url = urlsplit(BASE)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection, cursor, edition, patience = kind(url.netloc), "", "v3.1", 20
    while True:
        path = f"/api/{edition}/connected_accounts?limit=100&order_by=created_at&order_direction=asc"
        if edition == "v3.1":
            path += "&account_type=ALL"
        connection.request("GET", path + (f"&cursor={quote(cursor, safe='')}" if cursor else ""), headers=HEADERS)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status in (404, 410) and not cursor and edition == "v3.1":
            edition = "v3"
            continue
        if answer.status == 429 and patience:
            patience -= 1
            told = answer.getheader("retry-after") or ""
            time.sleep(min(int(told) if told.isdigit() else 1, 60))
            continue
        if answer.status != 200:
            sys.exit(f"the server answered {answer.status}")
        page = json.loads(body)
        yield page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            return


def row(item):
    toolkit = item["toolkit"]["slug"]
    alias = item.get("alias") or ""
    words = "\n".join([item["user_id"], item["id"], toolkit, alias]).lower()
    return item["id"], item["user_id"], toolkit, item["status"], item.get("updated_at"), words


def kib(name):
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))


idle, cpu, started = kib("VmRSS"), time.process_time(), time.monotonic()
directory = tempfile.TemporaryDirectory()
db = sqlite3.connect(directory.name + "/rows.db", isolation_level=None)
db.executescript(
    """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE rows (id TEXT PRIMARY KEY, tenant TEXT, toolkit TEXT, status TEXT, at TEXT, words TEXT);
    CREATE INDEX by_tenant ON rows (tenant, toolkit);
    CREATE INDEX by_status ON rows (status, tenant);
    CREATE INDEX by_both ON rows (toolkit, status, tenant);
    CREATE VIRTUAL TABLE search USING fts5 (words, tokenize='trigram', content='rows');
    """
)
rows = 0
for items in pages():
    db.execute("BEGIN")
    db.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", map(row, items))
    db.execute("COMMIT")
    rows += len(items)
db.execute("INSERT INTO search (search) VALUES ('rebuild')")
wall, cpu = time.monotonic() - started, time.process_time() - cpu
peak = max(0, kib("VmHWM") - idle)

ALL = "SELECT status, count(*) FROM rows GROUP BY status"
OF_TOOLKIT = "SELECT status, count(*) FROM rows WHERE toolkit = ? GROUP BY status"
CHOSEN = "WHERE toolkit = ? AND status = ? ORDER BY tenant LIMIT 60"
SOME = "SELECT status, count(*) FROM rows WHERE words LIKE ? GROUP BY status"
FOUND = "FROM search JOIN rows ON rows.rowid = search.rowid WHERE search MATCH ?"
PICK = "SELECT id, tenant, toolkit, status, at FROM rows"
QUESTIONS = {
    "first window": [(f"{PICK} ORDER BY tenant, toolkit LIMIT 60", ()), (ALL, ())],
    "window at 80 %": [(f"{PICK} ORDER BY tenant, toolkit LIMIT 60 OFFSET ?", (rows // 10 * 8,)), (ALL, ())],
    "sorted by state": [(f"{PICK} ORDER BY status, tenant LIMIT 60", ()), (ALL, ())],
    # As in the list, the states are counted of all rows of the toolkit.
    "state and toolkit chosen": [(f"{PICK} {CHOSEN}", ("gmail", "ACTIVE")), (OF_TOOLKIT, ("gmail",))],
    # A trigram needs three letters.
    "search for a letter": [(f"{PICK} WHERE words LIKE ? ORDER BY tenant, toolkit LIMIT 60", ("%a%",)), (SOME, ("%a%",))],
}
for name, word in (("search for a word", '"gmail"'), ("search for nothing there", '"no such thing"')):
    QUESTIONS[name] = [
        (f"SELECT id, tenant, toolkit, status, at {FOUND} ORDER BY tenant, toolkit LIMIT 60", (word,)),
        (f"SELECT status, count(*) {FOUND} GROUP BY status", (word,)),
    ]

more = []
for name, parts in QUESTIONS.items():
    times, until, used = [], time.perf_counter() + SECONDS, time.process_time()
    while len(times) < LEAST or (len(times) < ASKED and time.perf_counter() < until):
        began = time.perf_counter()
        for text, values in parts:
            db.execute(text, values).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    more.append((f"{name}, processor ms", (time.process_time() - used) * 1000 / len(times)))
    more.append((f"{name}, first ms", times[0]))
    times.sort()
    last = len(times) - 1
    more.append((f"{name}, p50 ms", (times[last // 2] + times[(last + 1) // 2]) / 2))
    more.append((f"{name}, p99 ms", times[round(last * 0.99)]))
print(
    json.dumps(
        {
            "wall_ms": wall * 1000,
            "cpu_ms": cpu * 1000,
            "peak_kib": peak,
            "rows": rows,
            "digest": None,
            "requests": None,
            "bytes": None,
            "more": more,
        }
    )
)
