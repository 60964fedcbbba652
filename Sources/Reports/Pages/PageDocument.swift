import Foundation

/// A report as one HTML file: nothing is fetched, and all scripts and styles are our own and inside.
struct PageDocument {
  struct Tile {
    let name: String
    let value: String
    var note = ""
  }

  struct Section {
    let name: String
    let title: String
    let caption: String
    /// HTML.
    let content: String
  }

  struct Badge {
    let text: String
    let isGood: Bool
  }

  let title: String
  let subtitle: String
  var badge: Badge?
  var tiles: [Tile] = []
  var sections: [Section] = []
  /// Names and values that the scripts find as constants.
  var data: [(name: String, json: String)] = []
  var scripts: [String] = []

  mutating func append(_ figure: Figure) {
    sections.append(
      Section(
        name: figure.name, title: figure.title, caption: figure.caption,
        content: "<div class=\"plot\">\(figure.canvas.element)</div>"))
  }

  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(Ink.styleSheet)
    \(PageStyle.text)
    </style>
    </head>
    <body>
    <header>
    <p class="brand">Tilewright</p>
    <h1>\(Markup.escaped(title))\(badge.map(markup) ?? "")</h1>
    <p class="subtitle">\(Markup.escaped(subtitle))</p>
    <nav aria-label="sections">\(sections.map(link).joined(separator: "\n"))</nav>
    </header>
    <main>
    \(tiles.isEmpty ? "" : "<dl class=\"tiles\">\n\(tiles.map(markup).joined(separator: "\n"))\n</dl>")
    \(sections.map(markup).joined(separator: "\n"))
    </main>
    <footer>Colours: Okabe and Ito (2008). Every figure is defined by <code>tilewright explain</code>.</footer>
    <div id="tip" role="status" hidden></div>
    <script>
    "use strict";
    \(data.map { "const \($0.name) = \($0.json);" }.joined(separator: "\n"))
    \(([PageScript.common] + scripts).joined(separator: "\n"))
    </script>
    </body>
    </html>

    """
  }

  private func markup(_ badge: Badge) -> String {
    " <span class=\"badge \(badge.isGood ? "good" : "bad")\">\(Markup.escaped(badge.text))</span>"
  }

  private func link(_ section: Section) -> String {
    "<a href=\"#\(section.name)\">\(Markup.escaped(section.title))</a>"
  }

  private func markup(_ tile: Tile) -> String {
    "<div><dt>\(Markup.escaped(tile.name))</dt><dd>\(Markup.escaped(tile.value))"
      + "<span>\(Markup.escaped(tile.note))</span></dd></div>"
  }

  private func markup(_ section: Section) -> String {
    """
    <section id="\(section.name)">
    <h2>\(Markup.escaped(section.title))</h2>
    <p class="caption">\(Markup.escaped(section.caption))</p>
    \(section.content)
    </section>
    """
  }
}
