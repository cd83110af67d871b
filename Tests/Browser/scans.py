"""Scans of printed sheets, as scanners make them: rasterised, turned, noisy, black and white."""
import math, pathlib, struct, subprocess, time, zlib

import numpy


def scanned(pdf, folder, dpi=200, turn=0, noise=0, bilevel=False):
    """The first page of a PDF as a PNG; `turn` in degrees, `noise` as a standard deviation of 256
    steps."""
    place = pathlib.Path(folder) / f"scan-{time.monotonic_ns()}"
    subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), "-singlefile", str(pdf), str(place)],
                   check=True)
    grey = read_pgm(place.with_suffix(".pgm")).astype(float)
    if turn:
        grey = turned(grey, turn)
    if noise:
        grey += numpy.random.default_rng(51).normal(0, noise, grey.shape)
    grey = numpy.clip(grey, 0, 255)
    if bilevel:
        grey = numpy.where(grey > 127, 255, 0)
    return write_png(place.with_suffix(".png"), grey.astype(numpy.uint8))


def photographed(png_of, file, slant=0.16, crop=0.6):
    """A page as seen by a camera: from an angle, only a part, lit from one side."""
    grey = read_pgm(pathlib.Path(png_of).with_suffix(".pgm")).astype(float)
    height, width = grey.shape
    rows, columns = int(height * crop), width
    y, x = numpy.mgrid[0:rows, 0:columns].astype(float)
    # Upper rows are further away.
    away = 1 + slant * (1 - y / rows)
    x = (x - columns / 2) * away + columns / 2
    y = y * (1 + 0.1 * x / columns)
    seen = sample(grey, x, y)
    seen *= numpy.linspace(1, 0.6, columns)
    return write_png(pathlib.Path(file), numpy.clip(seen, 0, 255).astype(numpy.uint8))


def turned(grey, degrees):
    """Turns a page about its centre, on white; a quarter turn also swaps width and height."""
    if degrees % 90 == 0:
        return numpy.rot90(grey, degrees // 90)
    height, width = grey.shape
    angle = math.radians(degrees)
    y, x = numpy.mgrid[0:height, 0:width].astype(float)
    x -= width / 2
    y -= height / 2
    return sample(grey, x * math.cos(angle) + y * math.sin(angle) + width / 2,
                  y * math.cos(angle) - x * math.sin(angle) + height / 2)


def sample(grey, x, y):
    height, width = grey.shape
    inside = (x >= 0) & (x < width - 1) & (y >= 0) & (y < height - 1)
    x, y = numpy.where(inside, x, 0), numpy.where(inside, y, 0)
    left, top = x.astype(int), y.astype(int)
    dx, dy = x - left, y - top
    found = (grey[top, left] * (1 - dx) * (1 - dy) + grey[top, left + 1] * dx * (1 - dy)
             + grey[top + 1, left] * (1 - dx) * dy + grey[top + 1, left + 1] * dx * dy)
    return numpy.where(inside, found, 255)


def read_pgm(file):
    data = pathlib.Path(file).read_bytes()
    _, width, height, _ = data.split(maxsplit=4)[:4]
    count = int(width) * int(height)
    return numpy.frombuffer(data[-count:], numpy.uint8).reshape(int(height), int(width))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width, height):
    """A PNG that declares a large size and contains almost nothing."""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""))


def write_png(file, grey):
    height, width = grey.shape
    rows = numpy.zeros((height, width + 1), numpy.uint8)
    rows[:, 1:] = grey
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 1)) + chunk(b"IEND", b""))
    return file


def pdf_of(pages):
    """A PDF with the given number of empty pages."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Count {pages} /Kids [{' '.join(f'{n + 3} 0 R' for n in range(pages))}] >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages
    text, places = b"%PDF-1.4\n", []
    parts = [text]
    length = len(text)
    for number, body in enumerate(objects, 1):
        places.append(length)
        parts.append(f"{number} 0 obj\n{body}\nendobj\n".encode())
        length += len(parts[-1])
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n"
                 f"<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{length}\n%%EOF\n".encode())
    return b"".join(parts)
