"""Reads a PNG with the standard library alone and ends with an error where it is blank: one colour nearly everywhere, or
hardly any colours."""
import struct
import sys
import zlib


def rows(path: str):
    data = open(path, "rb").read()
    place, idat = 8, b""
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        body = data[place + 8:place + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            idat += body
        place += 12 + length
    assert depth == 8 and colour in (2, 6), "expected 8-bit RGB"
    size = 3 if colour == 2 else 4
    raw, stride = zlib.decompress(idat), width * size
    before = bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        method, line = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        if method == 1:
            for i in range(size, stride):
                line[i] = line[i] + line[i - size] & 255
        elif method == 2:
            line = bytearray(a + b & 255 for a, b in zip(line, before))
        elif method == 3:
            for i in range(stride):
                line[i] = line[i] + ((line[i - size] if i >= size else 0) + before[i]) // 2 & 255
        elif method == 4:
            for i in range(stride):
                a, b, c = line[i - size] if i >= size else 0, before[i], before[i - size] if i >= size else 0
                p = a + b - c
                nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                line[i] = line[i] + nearest & 255
        before = line
        yield [bytes(line[i:i + 3]) for i in range(0, stride, 4 * size)]


counts: dict = {}
for index, row in enumerate(rows(sys.argv[1])):
    if index % 4 == 0:
        for colour in row:
            counts[colour] = counts.get(colour, 0) + 1
total, most = sum(counts.values()), max(counts.values())
ink = 1 - most / total
print(f"  {sys.argv[1].rsplit('/', 1)[-1]:<32} {len(counts):5} colours, ink on {100 * ink:.1f} %")
if len(counts) < 12 or ink < 0.02:
    sys.exit(f"{sys.argv[1]} is blank")
