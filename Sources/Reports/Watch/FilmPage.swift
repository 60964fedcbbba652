/// A film as one self-contained page: a picture of the array, a slider, and what happens in each cycle.
public struct FilmPage {
  private let film: ArrayFilm

  public init(_ film: ArrayFilm) {
    self.film = film
  }

  public var text: String {
    let words = FilmWords(film.engine)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(film.title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>\(escaped(film.title))</h1>
      <p>\(escaped(words.introduction)) The numbers are the operator's own: its weights, and inputs made from a seed.</p>
      <div class="controls">
      <button id="back" title="one cycle back (←)">◀</button>
      <button id="play" title="play or pause (space)">Play</button>
      <button id="next" title="one cycle on (→)">▶</button>
      <input id="slider" type="range" min="0" max="\(film.frames.count - 1)" value="0" aria-label="cycle">
      <output id="cycle"></output>
      </div>
      <p id="explanation" aria-live="polite"></p>
      \(picture)
      <p class="legend"><span class="key busy"></span> multiplies and adds in this cycle
      <span class="key"></span> waits. Upper line of a PE: left word × right word. Lower line: its sum.</p>
      <script>
      const rows = \(film.engine.rows), columns = \(film.engine.columns), total = \(film.totalCycles ?? -1);
      const frames = [
      \(film.frames.map(frame).joined(separator: ",\n"))
      ];
      \(Self.script)
      </script>
      </body>
      </html>

      """
  }

  private static let cellWidth = 78
  private static let cellHeight = 52

  private var picture: String {
    let (width, height) = (Self.cellWidth, Self.cellHeight)
    var cells = ""
    for row in 0..<film.engine.rows {
      for column in 0..<film.engine.columns {
        let (x, y) = (column * (width + 8) + 4, row * (height + 8) + 4)
        cells +=
          "<g class=\"pe\" transform=\"translate(\(x) \(y))\"><rect width=\"\(width)\" height=\"\(height)\" "
        cells += "rx=\"6\"/><text x=\"\(width / 2)\" y=\"21\"></text><text class=\"sum\" x=\"\(width / 2)\" "
        cells += "y=\"42\"></text></g>\n"
      }
    }
    let size = "0 0 \(film.engine.columns * (width + 8)) \(film.engine.rows * (height + 8))"
    return "<svg viewBox=\"\(size)\" role=\"img\" aria-label=\"the array\">\n\(cells)</svg>"
  }

  /// A frame as a line of data: cycle, busy PEs, utilisation, words in and out, sentence, then the PEs.
  private func frame(_ frame: ArrayFilm.Frame) -> String {
    let elements = frame.elements.map {
      "[\(quoted($0.left)),\(quoted($0.right)),\(quoted($0.sum)),\($0.isBusy ? 1 : 0)]"
    }
    return "[\(frame.cycle),\(frame.busyElements),\(plainDecimal((frame.utilisation * 1000).rounded() / 10)),"
      + "\(quoted(frame.explanation)),[\(elements.joined(separator: ","))]]"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("<", with: "\\u003c")
      + "\""
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1d2330; --quiet: #68718a; --paper: #fff; --cell: #eef0f5; --busy: #bfe5c8; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8eaf0; --quiet: #98a1b8; --paper: #14171e; --cell: #232833; --busy: #1f6b3a; }
    }
    body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.3rem; }
    .controls { display: flex; gap: .6rem; align-items: center; }
    .controls input { flex: 1; }
    button { font: inherit; padding: .2rem .8rem; }
    #explanation { min-height: 3em; }
    svg { width: 100%; max-height: 75vh; }
    .pe rect { fill: var(--cell); transition: fill .15s; }
    .pe.busy rect { fill: var(--busy); }
    .pe text { font-size: 12.5px; text-anchor: middle; fill: var(--ink); font-variant-numeric: tabular-nums; }
    .pe:not(.busy) text { fill: var(--quiet); }
    .legend { color: var(--quiet); }
    .key { display: inline-block; width: 1em; height: 1em; background: var(--cell); border-radius: 3px;
      vertical-align: -2px; margin-left: 1em; }
    .key.busy { background: var(--busy); margin-left: 0; }
    """

  private static let script = """
    const cells = [...document.querySelectorAll(".pe")];
    const slider = document.getElementById("slider"), play = document.getElementById("play");
    let now = 0, timer = null;
    function show(index) {
      now = Math.max(0, Math.min(frames.length - 1, index));
      const [cycle, busy, utilisation, sentence, elements] = frames[now];
      slider.value = now;
      document.getElementById("cycle").textContent = "cycle " + cycle + (total < 0 ? "" : " of " + total) + ", " +
        busy + " of " + rows * columns + " PEs busy, utilisation so far " + utilisation + " %";
      document.getElementById("explanation").textContent = sentence;
      elements.forEach(([left, right, sum, isBusy], place) => {
        const [upper, lower] = cells[place].querySelectorAll("text");
        cells[place].classList.toggle("busy", isBusy === 1);
        upper.textContent = isBusy ? left + " × " + right : "·";
        lower.textContent = sum;
      });
    }
    function stop() { clearInterval(timer); timer = null; play.textContent = "Play"; }
    function toggle() {
      if (timer !== null) return stop();
      if (now === frames.length - 1) show(0);
      play.textContent = "Pause";
      timer = setInterval(() => { now === frames.length - 1 ? stop() : show(now + 1); }, 600);
    }
    slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
    play.addEventListener("click", toggle);
    document.getElementById("back").addEventListener("click", () => { stop(); show(now - 1); });
    document.getElementById("next").addEventListener("click", () => { stop(); show(now + 1); });
    document.addEventListener("keydown", event => {
      if (event.target === slider) return;
      if (event.key === "ArrowRight") { stop(); show(now + 1); }
      if (event.key === "ArrowLeft") { stop(); show(now - 1); }
      if (event.key === " " && event.target.tagName !== "BUTTON") { event.preventDefault(); toggle(); }
    });
    const wanted = /cycle=([0-9]+)/.exec(location.hash);
    show(wanted ? Number(wanted[1]) : 0);
    """
}
