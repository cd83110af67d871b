"""Texts that try to inject something, and the reports and tables that carry them."""
import csv, io, json, unicodedata

from browser import HERE

GROUPS = {name: [one if isinstance(one, str) else one["text"] * one["times"] for one in group]
          for name, group in json.loads((HERE / "hostile_texts.json").read_text()).items()}
TEXTS = [text for group in GROUPS.values() for text in group]
# Those that a browser could run.
RUNNING = [text for name, group in GROUPS.items() for text in group
           if name not in ("formulas", "queries", "paths", "letters", "lengths", "templates")]
# Characters that names may not contain: controls, formats, line ends, surrogates, private and
# unassigned ones.
UNSHOWN = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}
MOST_MARKS = 3


def shown(text, most=100):
    """The part of an external text that every field keeps."""
    kept, marks = "", 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category[0] == "M" else 0
        if category not in UNSHOWN and marks <= MOST_MARKS:
            kept += letter
    return kept[:most]


def report(text):
    """A report with `text` in every text field, of the greatest length allowed."""
    text = text[:4000]
    size = 8 << 30
    return {
        "format": 1,
        "agent": {"version": text, "clock": {"bootId": text, "bootSeconds": 1, "wall": text}},
        "hardware": {
            "outcome": "observed",
            "machine": dict.fromkeys(
                ("manufacturer", "model", "serialNumber", "uuid", "chassis"), text),
            "processor": {"model": text, "cores": 4, "threads": 8, "frequencyHz": 3_000_000_000},
            "memory": {"totalBytes": size, "installedBytes": size, "slots": 2, "modules": [
                {"slot": text, "sizeBytes": size, "kind": text, "formFactor": text,
                 "manufacturer": text}]},
            "disks": [{"name": text, "model": text, "sizeBytes": size, "rotational": False,
                       "removable": False, "kind": "ssd"}],
            "displays": [{"connector": text, "manufacturer": text, "model": text}],
            "system": dict.fromkeys(("name", "version", "kernel", "architecture"), text)},
        "scanners": {
            "outcome": "observed",
            "scanners": [{"manufacturer": text, "model": text, "connection": "usb", "usbId": text,
                          "evidence": "usb", "ready": True}],
            "unseen": [{"way": "sane", "reason": text}]},
        "bandwidth": {
            "outcome": "observed", "downloadBitsPerSecond": 20_000_000,
            "uploadBitsPerSecond": 5_000_000, "congestionControl": text,
            "centreCongestionControl": text, "server": text},
        "accounts": {"outcome": "observed", "accounts": [
            {"service": text, "status": "active", "evidence": "attested", "checkedAt": text,
             "expiresAt": text, "detail": text},
            {"service": "vneid", "status": "locked", "evidence": "probed", "checkedAt": "now",
             "detail": text}]},
        "future": {text: text, "list": [text]},
    }


def failures(text):
    """`text` as the reason why nothing was seen."""
    failed = {"outcome": "failed", "reason": text}
    return {**report(text), **dict.fromkeys(
        ("hardware", "scanners", "bandwidth", "accounts"), failed)}


def register(names, first, province, province_name):
    """A table of new communes with those names for `communes import`, and their codes."""
    codes = [f"{first + at:05}" for at in range(len(names))]
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(["code", "name", "kind", "provinceCode", "provinceName", "latitude",
                     "longitude", "officials"])
    for at, (code, name) in enumerate(zip(codes, names)):
        writer.writerow([code, name, "xã", province, province_name, 15 + at % 20 / 10,
                         108 + at / 300, 10])
    return table.getvalue(), codes
