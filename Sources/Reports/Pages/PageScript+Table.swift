extension PageScript {
  /// A table that sorts and filters. Needs `table`: columns (name, unit, whether they hold words) and rows of values.
  /// Other parts of a page listen to `tableChanged` for the rows that pass the filter.
  static let table = #"""
    const tableListeners = [];
    let visibleRows = table.rows.map((_, index) => index);
    (() => {
      const place = $("#table .table"), input = $("#filter"), state = $("#filter-state"), more = $("#show-all");
      const few = 200;
      let order = { column: -1, down: false }, showsAll = table.rows.length <= few;
      const comparisons = {
        "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
        "=": (a, b) => a === b, "!=": (a, b) => a !== b,
      };
      // Words that a row must hold, and conditions such as latency_cycles < 1e6, with commas between them.
      function condition(text) {
        const match = /^(.+?)\s*(<=|>=|!=|<|>|=)\s*(.+)$/.exec(text);
        if (!match) { const word = text.toLowerCase(); return row => row.some(cell => String(cell ?? "").toLowerCase().includes(word)); }
        const [, name, sign, wanted] = match;
        const matches = table.columns.map(column => column.name).filter(known => known === name);
        const near = matches.length ? matches : table.columns.map(column => column.name).filter(known => known.includes(name));
        if (near.length !== 1) throw new Error(near.length ? "“" + name + "” may be " + near.slice(0, 4).join(", ") : "no column “" + name + "”");
        const index = table.columns.findIndex(column => column.name === near[0]);
        const number = Number(wanted);
        if (Number.isNaN(number)) return row => comparisons[sign](String(row[index] ?? ""), wanted);
        return row => row[index] !== null && comparisons[sign](Number(row[index]), number);
      }
      function filter() {
        let tests = [];
        try {
          tests = input.value.split(",").map(part => part.trim()).filter(Boolean).map(condition);
          state.classList.remove("wrong");
          input.setAttribute("aria-invalid", "false");
        } catch (error) {
          state.textContent = error.message;
          state.classList.add("wrong");
          input.setAttribute("aria-invalid", "true");
          return;
        }
        visibleRows = table.rows.map((_, index) => index).filter(index => tests.every(test => test(table.rows[index])));
        sort();
        render();
        for (const listener of tableListeners) listener();
      }
      function sort() {
        if (order.column < 0) return visibleRows.sort((a, b) => a - b);
        const sign = order.down ? -1 : 1;
        visibleRows.sort((a, b) => {
          const [left, right] = [table.rows[a][order.column], table.rows[b][order.column]];
          if (left === null || right === null) return (left === null) - (right === null) || a - b;
          return (left < right ? -sign : left > right ? sign : 0) || a - b;
        });
      }
      function cell(value, column, most) {
        const td = make("td", column.words ? { class: "word" } : {});
        td.textContent = value === null ? "" : column.words ? value : typeof value !== "number" ? value :
          Math.abs(value) >= 1000 && Number.isInteger(value) ? value.toLocaleString("en-US") : human(value);
        if (column.bar && typeof value === "number" && most > 0)
          td.append(make("span", { class: "bar", style: "width:" + (70 * value / most).toFixed(1) + "px" }));
        return td;
      }
      const head = make("tr");
      table.columns.forEach((column, index) => {
        const th = make("th", { scope: "col", tabindex: "0", title: column.definition || column.name, ...(column.words ? { class: "word" } : {}) }, column.label || column.name);
        if (column.unit) th.append(make("span", { class: "unit" }, column.unit));
        const turn = () => {
          order = { column: index, down: order.column === index ? !order.down : !column.words };
          all("th", head).forEach(other => other.removeAttribute("aria-sort"));
          th.setAttribute("aria-sort", order.down ? "descending" : "ascending");
          sort(); render();
        };
        th.addEventListener("click", turn);
        th.addEventListener("keydown", event => { if (event.key === "Enter") turn(); });
        head.append(th);
      });
      const body = make("tbody");
      place.append(make("table", { "aria-label": table.title }, make("thead", {}, head), body));
      function render() {
        const most = table.columns.map((column, index) => column.bar ? table.rows.reduce((largest, row) => Math.max(largest, row[index] || 0), 0) : 0);
        const rows = showsAll ? visibleRows : visibleRows.slice(0, few);
        const fragment = document.createDocumentFragment();
        for (const index of rows) {
          const tr = make("tr", { "data-row": index });
          table.columns.forEach((column, place) => tr.append(cell(table.rows[index][place], column, most[place])));
          fragment.append(tr);
        }
        body.replaceChildren(fragment);
        if (!state.classList.contains("wrong"))
          state.textContent = visibleRows.length === table.rows.length ? table.rows.length.toLocaleString("en-US") + " rows" :
            visibleRows.length.toLocaleString("en-US") + " of " + table.rows.length.toLocaleString("en-US") + " rows";
        more.hidden = showsAll || visibleRows.length <= few;
        more.textContent = "Show all " + visibleRows.length.toLocaleString("en-US") + " rows";
      }
      more.addEventListener("click", () => { showsAll = true; render(); });
      let timer = null;
      input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(filter, 120); });
      render();
      window.filterTable = text => { input.value = text; filter(); };
    })();
    """#
}
