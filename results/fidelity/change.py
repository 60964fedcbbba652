#!/usr/bin/env python3
"""What each level changes: change.csv and change.svg, made of results.csv."""
import csv
import pathlib

folder = pathlib.Path(__file__).parent
fast = "dram=bandwidth,network=packet"
levels = ["dram=bandwidth,network=flit", "dram=command,network=packet", "dram=command,network=flit"]
colours = ["#e69f00", "#009e73", "#cc79a7"]

runs = {}
with open(folder / "results.csv", encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        runs.setdefault((row["chip"], row["model"]), {})[row["run.fidelity"]] = int(row["elapsed_cycles"])
changes = {point: [cycles[level] / cycles[fast] - 1 for level in levels] for point, cycles in runs.items()}

with open(folder / "change.csv", "w", encoding="utf-8", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["chip", "model", "cycles"] + [f"{level} %" for level in levels])
    for (chip, model), change in changes.items():
        table.writerow([chip, model, runs[chip, model][fast]] + [f"{100 * part:.1f}" for part in change])

left, top, height, group = 60, 60, 300, 36
low, high = -0.3, 0.7
width = left + group * len(changes) + 3 * 14 + 20
y = lambda part: top + height * (high - max(low, min(high, part))) / (high - low)
out = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top + height + 120}" font-family="sans-serif" '
    'font-size="11">',
    f'<text x="{left}" y="20" font-size="14">Cycles beside those of the fast levels ({fast})</text>',
]
for index, (level, colour) in enumerate(zip(levels, colours)):
    out.append(f'<rect x="{left + 230 * index}" y="32" width="10" height="10" fill="{colour}"/>')
    out.append(f'<text x="{left + 230 * index + 15}" y="41">{level}</text>')
for percent in range(-20, 71, 10):
    at = y(percent / 100)
    stroke = "#666" if percent == 0 else "#ddd"
    out.append(f'<line x1="{left}" x2="{width - 10}" y1="{at:.1f}" y2="{at:.1f}" stroke="{stroke}"/>')
    out.append(f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{percent:+d} %</text>')
x, seen = left + 4, None
for (chip, model), change in changes.items():
    if chip != seen:
        x += 14 if seen else 0
        out.append(f'<text x="{x}" y="{top + height + 112}" font-size="12" font-weight="bold">{chip}</text>')
        seen = chip
    for index, part in enumerate(change):
        first, last = sorted((y(0), y(part)))
        out.append(
            f'<rect x="{x + 9 * index}" y="{first:.1f}" width="8" height="{max(0.5, last - first):.1f}" '
            f'fill="{colours[index]}"><title>{chip}, {model}, {levels[index]}: {100 * part:+.1f} %</title></rect>')
    out.append(
        f'<text transform="translate({x + 16},{top + height + 10}) rotate(-60)" text-anchor="end">{model}</text>')
    x += group
(folder / "change.svg").write_text("\n".join(out) + "\n</svg>\n", encoding="utf-8")
