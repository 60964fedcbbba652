#!/usr/bin/env python3
"""Plots the CSV of a sweep with matplotlib: two of its columns against each other, a line for every value of a third.

    python3 results/plot.py results/first-sweep/results.csv --x 'cores[*].matrix.rows' --y elapsed_ns --lines run.batch \
        --out rows.svg

A row is a design point, the swept parameters stand first. `tilewright explain elapsed_ns` says what a column means.
Change it as you like: it is meant to be copied.
"""
import argparse
import csv

import matplotlib

matplotlib.use("Agg")  # draws into files, wants no screen
import matplotlib.pyplot as plt  # noqa: E402

# Okabe and Ito (2008): told apart with any kind of colour vision.
COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#000000"]


def number(text: str):
    """A number, or the text where it is none: sizes such as “64 KiB” stay words, in the order of the file."""
    try:
        return float(text)
    except ValueError:
        return text


def name_lines(axes, ends) -> None:
    """Writes what a line is at its end rather than in a legend, and keeps the names apart."""
    axes.margins(x=0.2)
    lowest = None
    for x, y, name, colour in sorted(ends, key=lambda end: end[1]):
        place = axes.transData.transform((1, y))[1]
        shift = 0 if lowest is None else max(0, lowest + 16 - place)
        lowest = place + shift
        axes.annotate(name, (x, y), xytext=(8, shift * 72 / axes.figure.dpi), textcoords="offset points", va="center",
                      color=colour, fontsize=9)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("csv")
    arguments.add_argument("--x", required=True, help="column along the horizontal axis")
    arguments.add_argument("--y", required=True, help="column along the vertical axis")
    arguments.add_argument("--lines", help="column with a line for each of its values")
    arguments.add_argument("--log", action="store_true", help="logarithmic axes")
    arguments.add_argument("--out", default="plot.svg", help="SVG, PDF or PNG, by the ending")
    options = arguments.parse_args()

    with open(options.csv, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for column in filter(None, [options.x, options.y, options.lines]):
        if column not in rows[0]:
            raise SystemExit(f"{options.csv} has no column “{column}”; it has: {', '.join(rows[0])}")
    # Points that failed have empty fields.
    rows = [row for row in rows if row[options.x] and row[options.y]]

    figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
    ends = []
    values = list(dict.fromkeys(row[options.lines] for row in rows)) if options.lines else [None]
    for index, value in enumerate(values):
        chosen = [row for row in rows if value is None or row[options.lines] == value]
        points = [(number(row[options.x]), number(row[options.y])) for row in chosen]
        if all(isinstance(x, float) for x, _ in points):
            points.sort()
        colour = COLOURS[index % len(COLOURS)]
        xs, ys = zip(*points)
        axes.plot(xs, ys, marker="o", color=colour, label=value)
        ends.append((xs[-1], ys[-1], f"{options.lines} {value}", colour))
    if options.log:
        axes.set_xscale("log")
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.set_xlabel(options.x)
    axes.set_ylabel(options.y)
    if options.lines:
        name_lines(axes, ends)
    axes.grid(color="#dfe3e8")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(options.out)
    print(options.out)


if __name__ == "__main__":
    main()
