/// How pages look: on light and dark screens, and on paper.
enum PageStyle {
  static let text = """
    \(variables)
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; }
    body { margin: 0 auto; max-width: 1160px; padding: 2.2rem 2rem 3rem; background: var(--paper); color: var(--text);
      font: 15px/1.5 \(SVGCanvas.fonts); -webkit-text-size-adjust: 100%; }
    .brand { margin: 0; color: var(--faint); font-size: .8rem; letter-spacing: .09em; text-transform: uppercase; }
    h1 { margin: .1rem 0 0; font-size: 1.85rem; line-height: 1.2; font-weight: 650; overflow-wrap: anywhere; }
    h2 { margin: 0; font-size: 1.2rem; font-weight: 620; }
    .subtitle { margin: .3rem 0 0; color: var(--faint); }
    .badge { display: inline-block; vertical-align: .25em; margin-left: .5rem; padding: .1rem .65rem; font-size: .78rem;
      font-weight: 600; line-height: 1.5; border-radius: 99px; color: #fff; background: var(--vermillion); }
    .badge.good { background: var(--green); }
    nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 1.1rem 0 0; padding-top: .8rem;
      border-top: 1px solid var(--grid); }
    nav a { color: var(--blue); text-decoration: none; font-size: .92rem; }
    nav a:hover { text-decoration: underline; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .8rem; margin: 1.5rem 0 0; }
    .tiles div { padding: .75rem .95rem .7rem; border: 1px solid var(--grid); border-radius: 10px; }
    .tiles dt { color: var(--faint); font-size: .8rem; }
    .tiles dd { margin: .1rem 0 0; font-size: 1.35rem; font-weight: 620; line-height: 1.25;
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .tiles span { display: block; min-height: 1.1em; color: var(--faint); font-size: .78rem; font-weight: 400; line-height: 1.4; }
    section { margin-top: 2.6rem; scroll-margin-top: 1rem; }
    .caption { margin: .2rem 0 .8rem; max-width: 52rem; color: var(--faint); }
    .plot { overflow-x: auto; }
    .plot svg { display: block; width: 100%; height: auto; min-width: 720px; }
    .plot circle, .plot polygon { stroke-width: 1; }
    .plot g[aria-label]:hover { filter: brightness(1.12); }
    .plot g.quiet { opacity: .12; }
    .controls { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; margin: 0 0 .7rem; font-size: .9rem; }
    .controls label { color: var(--faint); }
    button, select, input { font: inherit; color: var(--text); background: var(--paper); border: 1px solid var(--line);
      border-radius: 7px; padding: .22rem .6rem; }
    button { cursor: pointer; }
    button:hover { border-color: var(--blue); }
    input[type=search] { min-width: min(24rem, 100%); }
    :focus-visible { outline: 2px solid var(--sky); outline-offset: 1px; }
    .hint { color: var(--faint); font-size: .85rem; }
    .hint.wrong { color: var(--vermillion); }
    .scroll { position: relative; overflow: hidden auto; max-height: 660px; border-top: 1px solid var(--grid);
      border-bottom: 1px solid var(--grid); }
    .scroll canvas { position: sticky; top: 0; display: block; cursor: grab; touch-action: pan-y; }
    .scroll canvas:active { cursor: grabbing; }
    .still { display: none; }
    .noscript .still { display: block; }
    .table { overflow: auto; max-height: 640px; border: 1px solid var(--grid); border-radius: 10px; }
    table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .86rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .28rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
    tr:last-child td { border-bottom: 0; }
    th { position: sticky; top: 0; z-index: 1; background: var(--paper); color: var(--faint); font-weight: 500;
      vertical-align: bottom; cursor: pointer; user-select: none; }
    th:hover, th[aria-sort] { color: var(--text); }
    th[aria-sort=ascending]::after { content: " ▲"; font-size: .7em; }
    th[aria-sort=descending]::after { content: " ▼"; font-size: .7em; }
    th .unit { display: block; font-size: .85em; font-weight: 400; color: var(--faint); }
    td.word, th.word { text-align: left; }
    td.front { font-weight: 650; color: var(--blue); }
    tbody tr:hover td { background: var(--hover); }
    td .bar { display: inline-block; height: .62em; margin-left: .5em; border-radius: 2px; background: var(--blue);
      vertical-align: baseline; }
    .better { color: var(--green); } .worse { color: var(--vermillion); }
    #tip { position: fixed; z-index: 9; max-width: 26rem; padding: .45rem .7rem; border-radius: 8px; font-size: .85rem;
      line-height: 1.4; pointer-events: none; background: var(--text); color: var(--paper); white-space: pre-line;
      box-shadow: 0 3px 14px rgb(0 0 0 / .25); }
    footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--grid); color: var(--faint); font-size: .82rem; }
    @media (max-width: 640px) { body { padding: 1.2rem 1rem; } }
    @media print {
      @page { margin: 14mm; }
      body { max-width: none; padding: 0; font-size: 11px; }
      nav, .controls, .scroll, #tip, button { display: none !important; }
      .still { display: block; }
      section { break-inside: avoid; margin-top: 1.4rem; }
      section.long { break-inside: auto; }
      .plot { overflow: visible; }
      .plot svg { min-width: 0; }
      .table { max-height: none; overflow: visible; border: 0; }
      table { font-size: 7.5px; }
      th { position: static; }
      th, td { padding: .15rem .3rem; }
      .tiles { grid-template-columns: repeat(4, 1fr); }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """

  private static var variables: String {
    func list(isDark: Bool) -> String {
      let inks: [Ink] = [
        .paper, .text, .faint, .grid, .blue, .orange, .green, .purple, .sky, .vermillion, .yellow, .grey,
      ]
      return inks.map { "--\($0.name): \($0.colour(isDark: isDark));" }.joined(separator: " ")
        + (isDark ? " --line: #465065; --hover: #1d2230;" : " --line: #c5ccd6; --hover: #f4f7fa;")
    }
    return ":root { color-scheme: light dark; \(list(isDark: false)) }\n"
      + "@media screen and (prefers-color-scheme: dark) { :root { \(list(isDark: true)) } }"
  }
}
