"""Fills an inventory with nights of reports, deletes old data, and measures how long others
wait."""
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time

program, path, machines, nights = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
DAY = 86_400_000_000
NOW = int(time.time() * 1e6)


def body(probe, machine, night):
    if probe == "bandwidth":
        facts = {"downloadBitsPerSecond": 10_000_000 + night, "uploadBitsPerSecond": 9_000_000 + machine}
    elif probe == "accounts":
        facts = {"accounts": [
            {"service": f"service-{i}", "status": "active", "evidence": "probed",
             "checkedAt": f"night {night}", "detail": "x" * 60} for i in range(6)]}
    else:
        facts = {"scanners": [
            {"manufacturer": "Canon", "model": f"LiDE {night // 30 % 2}", "connection": "usb",
             "usbId": "04a9:1913", "evidence": "sane", "ready": True}], "pad": "x" * (night % 90)}
    return json.dumps({"outcome": "observed", "facts": facts}, sort_keys=True, separators=(",", ":"))


def fill(db):
    token = db.execute("SELECT id FROM enrolment_token").fetchone()[0]
    begin = NOW - nights * DAY
    for machine in range(1, machines + 1):
        db.execute(
            "INSERT INTO machine (number, id, commune, simulated, installId, agentVersion, token,"
            " enrolledAt, lastSequence, lastReportAt) VALUES (?, ?, '21025', 1, 'i', '0.1.0', ?, ?, ?, ?)",
            (machine, f"m{machine}", token, begin, nights, NOW - DAY // 2))
    number = 0
    for night in range(1, nights + 1):
        at = begin + night * DAY - DAY // 2
        last = night == nights
        for machine in range(1, machines + 1):
            db.execute(
                "INSERT INTO report VALUES (randomblob(16), ?, ?, ?, ?, randomblob(32))",
                (machine, night, at, at))
            for probe in ("bandwidth", "accounts", "scanners"):
                number += 1
                text = body(probe, machine, night)
                db.execute(
                    "INSERT INTO section (id, machine, probe, digest, firstSeen, lastSeen, current)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (number, machine, probe, hashlib.sha256(text.encode()).digest(), at, at, last))
                db.execute("INSERT INTO section_body VALUES (?, ?)", (number, text))
    db.commit()


def run(*arguments):
    begin = time.monotonic()
    done = subprocess.run(
        [program, *arguments, "--database", path, "--language", "en"], check=True, capture_output=True,
        text=True, env={**os.environ, "LANG": "C"})
    return done.stdout, time.monotonic() - begin


db = sqlite3.connect(path)
db.execute("PRAGMA synchronous = OFF")
begin = time.monotonic()
fill(db)
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
db.close()
before = os.path.getsize(path)
print(f"{machines} computers, {nights} nights: {before / 1e6:.0f} MB, filled in "
      f"{time.monotonic() - begin:.0f} s")
print(run("retention", "--dry-run")[0], end="")

waits, stop = [], threading.Event()


def others():
    """Another writer, like a serving centre: measures the time until it holds the file."""
    other = sqlite3.connect(path, timeout=30, isolation_level=None)
    other.execute("PRAGMA synchronous = FULL")
    while not stop.is_set():
        begin = time.monotonic()
        while True:
            try:
                other.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError:
                pass
        waits.append(time.monotonic() - begin)
        other.execute("INSERT OR REPLACE INTO setting VALUES ('benchmark', '1')")
        other.execute("COMMIT")
        time.sleep(0.002)


other = sqlite3.connect(path, isolation_level=None)
other.execute("PRAGMA busy_timeout = 0")
other.close()
thread = threading.Thread(target=others)
thread.start()
text, seconds = run("retention", "--format", "json")
stop.set()
thread.join()
result = json.loads(text)
waits.sort()
print(f"retention: {seconds:.1f} s, {sum(i['count'] for i in result['items'])} rows and texts")
# Includes the time until its task learns of the commit, which on busy cores is after the writer is
# free.
print(f"its longest transaction, as it saw it: {result['longestHoldSeconds'] * 1000:.1f} ms")
print(f"another writer waited: p50 {waits[len(waits) // 2] * 1000:.1f} ms, "
      f"p99 {waits[len(waits) * 99 // 100] * 1000:.1f} ms, longest {waits[-1] * 1000:.1f} ms")
db = sqlite3.connect(path)
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
free = db.execute("PRAGMA freelist_count").fetchone()[0]
db.close()
print(f"the file: {before / 1e6:.0f} MB, then {os.path.getsize(path) / 1e6:.0f} MB, {free} free pages")
out, seconds = run("verify")
print(f"verify: {seconds:.1f} s: {out}", end="")
# The other writer requests the file constantly: its wait shows how long others hold the file.
if waits[-1] > 0.05:
    sys.exit("the writer was held for more than 50 ms")
