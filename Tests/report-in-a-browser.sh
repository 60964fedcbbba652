#!/usr/bin/env bash
# Opens the pages of `run --report`, `report` and `compare --html` in a real browser without a screen, in light and dark
# and on paper: no script may fail, the drawn timeline and tables must hold what was simulated, the pictures must not be
# blank, and a page of 1,000 design points or of a whole ResNet-50 must be open in 2 seconds and stay under 10 MB.
set -euo pipefail
cd "$(dirname "$0")/.."

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
missing=()
[[ -n $browser ]] || missing+=(chromium)
command -v pdftotext > /dev/null || missing+=(poppler-utils)
command -v python3 > /dev/null || missing+=(python3)
if ((${#missing[@]})); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" > /dev/null
  browser=${browser:-$(command -v chromium)}
fi
tilewright=${TILEWRIGHT:-}
if [[ -z $tilewright ]]; then
  swift build -c release --product tilewright >&2
  tilewright="$(swift build -c release --show-bin-path)/tilewright"
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
shots=${SCREENSHOTS:-$work}
fail() { echo "$1" >&2; exit 1; }
browse() {
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
    --enable-logging=stderr "$@" 2> "$work/browser.log"
  if grep -E "CONSOLE.*(Uncaught|Error)" "$work/browser.log"; then fail "a script of ${*: -1} failed"; fi
}
# A page with a line more: once it is loaded, it writes how long that took, from the start of its loading to the moment in
# which its scripts have run and all of it is laid out, and runs what the caller wants to know.
probe() {
  local page=$1 questions=$2
  sed 's|</body>|<script>addEventListener("load",()=>{document.body.getBoundingClientRect();const took=performance.now();document.body.dataset.milliseconds=Math.round(took);document.body.dataset.answers=JSON.stringify((()=>{'"$questions"'})());});</script></body>|' \
    "$page" > "$work/probe.html"
  browse --timeout=20000 --dump-dom "file://$work/probe.html" > "$work/dom.html"
  milliseconds=$(grep -o 'data-milliseconds="[0-9]*"' "$work/dom.html" | grep -o '[0-9]*' || fail "$page was never ready")
  answers=$(grep -o 'data-answers="[^"]*"' "$work/dom.html" | sed 's/data-answers="//; s/"$//; s/&quot;/"/g')
  size=$(stat -c %s "$page")
  printf '%-22s %6d kB  ready after %5d ms  %s\n' "$(basename "$page")" $((size / 1000)) "$milliseconds" "$answers"
  ((size < 10000000)) || fail "$page is larger than 10 MB"
  ((milliseconds < 2000)) || fail "$page took longer than 2 s to open"
}
answer() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$answers" "$1"; }
# A picture of the page, which must show something: many colours, and ink on a good part of it.
picture() {
  local page=$1 name=$2
  shift 2
  browse --window-size=1240,2400 --virtual-time-budget=4000 "$@" --screenshot="$shots/$name.png" "file://$page"
  python3 Tests/Browser/see-picture.py "$shots/$name.png"
}
everywhere() {
  picture "$1" "$2-light"
  picture "$1" "$2-dark" --blink-settings=preferredColorScheme=0
  browse --print-to-pdf="$shots/$2.pdf" --no-pdf-header-footer "file://$1"
  pdftotext "$shots/$2.pdf" "$work/print.txt"
}

# A run.
"$tilewright" run edge-npu resnet50 --timing-only --report "$work/run.html" --figures "$work/figures" \
  --json "$work/run.json" --timeline --quiet
probe "$work/run.html" 'return {commands: timelineView.slices(), rows: timelineView.rows, sections: all("section").length, operators: all("tbody tr").length, hints: all("g[aria-label]").length, texts: all("svg[role=img]").filter(svg => svg.querySelector("title")).length, waits: timelineView.words({row: {name: "x"}, slice: null, gap: {gap: 5000, wait: {engine: 0, operator: 0, tile: 1}}})}'
commands=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["totals"]["commands"])' "$work/run.json")
(($(answer commands) == commands)) || fail "the timeline does not hold the run's $commands commands"
(($(answer sections) == 9 && $(answer rows) >= 10 && $(answer operators) > 50 && $(answer hints) > 200)) ||
  fail "the page of the run lacks something"
[[ $(answer waits) == *"waited 5 ns for core 0 load"* ]] || fail "a wait does not say what for"
everywhere "$work/run.html" run
for wanted in Roofline Timeline "What the engines did" Energy "Memory occupancy" Network "time in µs"; do
  grep -qF "$wanted" "$work/print.txt" || fail "the printed page does not show: $wanted"
done
for figure in roofline timeline stalls energy operators occupancy network banks; do
  picture "$work/figures/$figure.svg" "figure-$figure" --window-size=1000,500
done
# The same page from the file that the run left behind.
"$tilewright" report "$work/run.json" --html "$work/again.html" > /dev/null
cmp "$work/run.html" "$work/again.html"

# A sweep of 1,000 points.
python3 Tests/Browser/make-sweep.py > "$work/sweep.csv"
"$tilewright" report "$work/sweep.csv" --html "$work/sweep.html" --figures "$work/figures" > /dev/null
probe "$work/sweep.html" 'const before = all("#scatter-plot circle").length; filterTable("rows >= 64, ws, ok"); return {points: before, filtered: all("#scatter-plot circle").length, shown: visibleRows.length, wrong: (filterTable("nonsense < 3"), document.getElementById("filter-state").textContent), lines: all("#parallel g[data-key]").length, first: (filterTable(""), document.querySelectorAll("th")[0].click(), document.querySelector("tbody td").textContent), panels: all(".choice").length}'
(($(answer points) > 900 && $(answer shown) == $(answer filtered) && $(answer lines) == $(answer points))) ||
  fail "the pictures of the sweep do not show its points"
(($(answer panels) >= 4 && $(answer first) == 128)) || fail "the sweep's page does not sort or lacks sensitivities"
[[ $(answer wrong) == *"no column"* ]] || fail "a wrong filter is not told"
everywhere "$work/sweep.html" sweep
for figure in scatter parallel sensitivity-elapsed_ns; do
  picture "$work/figures/$figure.svg" "figure-$figure" --window-size=1000,500
done

# Two runs held against each other.
"$tilewright" run edge-npu resnet50 --timing-only --batch 2 --json "$work/batch-2.json" --quiet
"$tilewright" compare "$work/run.json" "$work/batch-2.json" --html "$work/compare.html" > /dev/null
probe "$work/compare.html" 'return {sections: all("section").length, operators: all("tbody tr").length}'
(($(answer sections) == 3 && $(answer operators) > 50)) || fail "the comparison lacks something"
everywhere "$work/compare.html" compare
echo "all pages show what they should, in light, dark and print"
