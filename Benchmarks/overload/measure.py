"""Reads pages while ten times as many reports arrive as the centre can accept."""
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

load, port, server, tokens = sys.argv[1:5]
SECONDS = int(os.environ.get("SECONDS_OF_LOAD", "10"))
PAGES = ("/", "/ranking?province=51", "/coverage?province=51", "/communes/21250", "/map?province=51")


def send(*modes):
    done = subprocess.run([load, port, server, tokens, "500", *modes], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"the load ended: {done.stderr[:400]}")
    return [line for line in done.stdout.splitlines() if "acknowledged" in line]


class Reader(threading.Thread):
    """A planner who reads one page after the other."""

    def __init__(self):
        super().__init__()
        self.times, self.statuses, self.ended = [], {}, threading.Event()

    def run(self):
        while not self.ended.is_set():
            for page in PAGES:
                begin = time.monotonic()
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=30) as answer:
                        answer.read()
                        status = answer.status
                except urllib.error.HTTPError as error:
                    status = error.code
                self.times.append(time.monotonic() - begin)
                self.statuses[status] = self.statuses.get(status, 0) + 1
            time.sleep(0.1)

    def end(self):
        self.ended.set()
        self.join()
        times = sorted(self.times)
        part = lambda p: times[int((len(times) - 1) * p)] * 1000
        print(f"pages: {len(times)} read {self.statuses}, p50 {part(0.5):.0f} ms, p95 {part(0.95):.0f} ms, "
              f"longest {times[-1] * 1000:.0f} ms")
        return part(0.95)


line = send("full:64:200", "full:64:1000")[-1]
print(f"as many as it can take: {line}")
capacity = float(re.search(r"([\d.]+)/s", line)[1])
idle = Reader()
idle.start()
time.sleep(5)
print("without load, ", end="")
idle.end()
reader = Reader()
reader.start()
rate = int(capacity * 10)
line = send(f"full:384:{rate * SECONDS}:{rate}")[-1]
print(f"ten times as many, {rate} a second: {line}")
statuses = set(re.findall(r" (\d{3})×", line))
p95 = reader.end()
if not statuses <= {"503"}:
    sys.exit(f"agents were also answered {statuses - {'503'}}")
if p95 > 500:
    sys.exit("pages took longer than 500 ms")
