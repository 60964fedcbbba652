#!/usr/bin/env bash
# Opens the page of `tilewright watch --html` in a real browser without a screen: its script must fill the picture
# and the sentence of the first cycle, and the last cycle that the address asks for must show its results.
set -euo pipefail
cd "$(dirname "$0")/.."

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [[ -z $browser ]]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium > /dev/null
  browser=$(command -v chromium)
fi
tilewright=${TILEWRIGHT:-}
if [[ -z $tilewright ]]; then
  swift build -c release --product tilewright >&2
  tilewright="$(swift build -c release --show-bin-path)/tilewright"
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
browse() {
  "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --virtual-time-budget=2000 "$@" \
    2> /dev/null
}
# What the page holds once its script has run.
check() {
  local page=$1 fragment=$2 wanted
  shift 2
  browse --dump-dom "file://$page$fragment" > "$work/dom.html"
  for wanted in "$@"; do
    if ! grep -qF "$wanted" "$work/dom.html"; then
      echo "$page$fragment does not show: $wanted" >&2
      exit 1
    fi
  done
}

"$tilewright" watch teaching-4x4 matmul-4x4 --html "$work/matmul.html"
check "$work/matmul.html" "" "cycle 0 of 14, 1 of 16 PEs busy" "Tile 1 begins. 4 words of the left matrix enter"
check "$work/matmul.html" "#cycle=10" "cycle 10 of 14, 0 of 16 PEs busy" "4 sums leave the array."
"$tilewright" watch gemmini-16x16 mlp --cycles 60 --html "$work/mlp.html"
check "$work/mlp.html" "#cycle=40" "cycle 40, " "of 256 PEs busy"
if [[ -n ${SCREENSHOTS:-} ]]; then
  browse --window-size=1100,900 --screenshot="$SCREENSHOTS/matmul.png" "file://$work/matmul.html#cycle=5"
  browse --window-size=1200,1200 --screenshot="$SCREENSHOTS/mlp.png" "file://$work/mlp.html#cycle=40"
fi
echo "both pages show what they should"
