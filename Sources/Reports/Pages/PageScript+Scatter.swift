extension PageScript {
  /// The scatter of two columns that the reader chooses, of the rows that pass the filter. Needs `table`, `scatter`.
  static let scatter = #"""
    (() => {
      const place = $("#scatter-plot"), columns = table.columns;
      const infeasible = new Set(scatter.infeasible);
      const width = 1080, height = 560, left = 90, right = 1050, top = 40, bottom = 490;
      const numeric = columns.map((column, index) => index).filter(index => !columns[index].words);
      const selects = { x: $("#scatter-x"), y: $("#scatter-y"), colour: $("#scatter-colour") };
      const name = index => columns[index].label || columns[index].name;
      for (const index of numeric) for (const axis of ["x", "y"]) selects[axis].append(make("option", { value: index }, name(index)));
      selects.colour.append(make("option", { value: "front" }, "Pareto front"));
      columns.forEach((column, index) => selects.colour.append(make("option", { value: index }, name(index))));
      selects.x.value = scatter.x; selects.y.value = scatter.y;
      const series = ["blue", "orange", "green", "purple", "sky", "vermillion", "yellow"];
      function axis(values) {
        const low = Math.min(...values), high = Math.max(...values);
        if (low > 0 && high / low > 30) {
          const margin = (high / low) ** 0.04, range = [low / margin, high * margin], decades = Math.log10(high / low);
          const marks = [];
          for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
            for (const factor of decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5]) marks.push(factor * 10 ** power);
          return { at: value => Math.log(value / range[0]) / Math.log(range[1] / range[0]), marks: marks.filter(mark => mark >= range[0] && mark <= range[1]) };
        }
        const extent = high > low ? high - low : Math.max(Math.abs(high), 1);
        const from = low >= 0 && low < extent * 0.6 ? 0 : low - extent * 0.05, to = high + extent * 0.05;
        const step = roundStep(to - from, 6), marks = [];
        for (let count = Math.ceil(from / step); count * step <= to; count++) marks.push(Number((count * step).toPrecision(12)));
        return { at: value => (value - from) / (to - from), marks };
      }
      function front(points, moreX, moreY) {
        const sign = more => more ? -1 : 1;
        const ordered = [...points].sort((a, b) => (a.x - b.x) * sign(moreX) || (a.y - b.y) * sign(moreY));
        const found = [];
        for (const point of ordered) {
          const last = found[found.length - 1];
          if (!last || (point.y - last.y) * sign(moreY) < 0 || (point.x === last.x && point.y === last.y)) found.push(point);
        }
        return found;
      }
      function draw() {
        const [columnX, columnY] = [Number(selects.x.value), Number(selects.y.value)];
        const points = visibleRows.map(row => ({ row, x: table.rows[row][columnX], y: table.rows[row][columnY] }))
          .filter(point => typeof point.x === "number" && typeof point.y === "number");
        const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
          "aria-label": `${name(columnY)} over ${name(columnX)}: ${points.length} points` });
        place.replaceChildren(svg);
        const write = (text, x, y, ink = "text", anchor = "start", more = {}) => {
          shape("text", { x, y, "font-size": 12, class: "f-" + ink, "text-anchor": anchor, ...more }, svg).textContent = text;
        };
        if (!points.length) return write("no point passes the filter", width / 2, height / 2, "faint", "middle");
        const axisX = axis(points.map(point => point.x)), axisY = axis(points.map(point => point.y));
        const x = value => left + axisX.at(value) * (right - left), y = value => bottom - axisY.at(value) * (bottom - top);
        for (const mark of axisX.marks) {
          shape("line", { x1: x(mark), x2: x(mark), y1: top, y2: bottom, class: "s-grid" }, svg);
          write(human(mark), x(mark), bottom + 18, "faint", "middle");
        }
        for (const mark of axisY.marks) {
          shape("line", { x1: left, x2: right, y1: y(mark), y2: y(mark), class: "s-grid" }, svg);
          write(human(mark), left - 8, y(mark) + 4, "faint", "end");
        }
        const title = index => name(index) + (columns[index].unit && columns[index].unit !== "fraction" ? ` (${columns[index].unit})` : "") +
          (scatter.parameters.includes(index) ? "" : scatter.more[index] ? ", more is better" : ", less is better");
        write(title(columnX), (left + right) / 2, bottom + 44, "text", "middle", { "font-size": 13 });
        write(title(columnY), 22, (top + bottom) / 2, "text", "middle", { "font-size": 13, transform: `rotate(-90 22 ${(top + bottom) / 2})` });
        const best = front(points.filter(point => !infeasible.has(point.row)), scatter.more[columnX], scatter.more[columnY]), onFront = new Set(best.map(point => point.row));
        best.sort((a, b) => a.x - b.x);
        const corners = [];
        best.forEach((point, index) => {
          if (index) corners.push(scatter.more[columnX] ? [x(best[index - 1].x), y(point.y)] : [x(point.x), y(best[index - 1].y)]);
          corners.push([x(point.x), y(point.y)]);
        });
        shape("polyline", { points: corners.map(corner => corner.join()).join(" "), fill: "none", class: "s-vermillion", "stroke-width": 1.5 }, svg);
        const ink = inks(selects.colour.value, points, onFront, write);
        points.sort((a, b) => onFront.has(a.row) - onFront.has(b.row));
        for (const point of points) {
          const isBest = onFront.has(point.row);
          const group = shape("g", { "aria-label": words(point.row, columnX, columnY), "data-key": point.row }, svg);
          shape("circle", { cx: x(point.x), cy: y(point.y), r: isBest ? 5.5 : 4, class: `f-${ink(point)} s-${isBest ? "text" : "paper"}`, "fill-opacity": isBest ? 1 : 0.6 }, group);
        }
        label(best, x, y, points, write);
      }
      // Colours by a column: its own for few values, by rank for many numbers.
      function inks(chosen, points, onFront, write) {
        if (chosen === "front") {
          write(`Pareto front: ${onFront.size} of ${points.length} points`, left, 20);
          return point => onFront.has(point.row) ? "vermillion" : infeasible.has(point.row) ? "grey" : "blue";
        }
        const column = Number(chosen), value = point => table.rows[point.row][column];
        const values = [...new Set(points.map(value))].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
        if (values.length <= series.length) {
          let at = left;
          values.forEach((one, index) => {
            const text = human(one === null ? "none" : one);
            const svg = $("svg", place);
            shape("circle", { cx: at + 5, cy: 16, r: 5, class: "f-" + series[index] }, svg);
            write(text, at + 14, 20);
            at += 30 + text.length * 7;
          });
          return point => series[values.indexOf(value(point))];
        }
        const rank = new Map(values.map((one, index) => [one, 1 + Math.round(8 * index / (values.length - 1))]));
        write(`${name(column)}: pale ${human(values[0])}, dark ${human(values[values.length - 1])}`, left, 20);
        return point => "heat" + rank.get(value(point));
      }
      function words(row, columnX, columnY) {
        const shown = [...new Set([...scatter.parameters, columnX, columnY])];
        const lines = shown.map(index => `${name(index)} ${human(table.rows[row][index])}`);
        return (lines.length > 2 ? "row " + (row + 1) + ": " : "") + lines.join("\n");
      }
      // The ends of the front and its middle say which points they are.
      function label(best, x, y, points, write) {
        const taken = points.slice(0, 1500).map(point => [x(point.x) - 4, y(point.y) - 4, x(point.x) + 4, y(point.y) + 4]);
        for (const point of best) {
          const text = scatter.parameters.slice(0, 4).map(index => human(table.rows[point.row][index])).join(" · ").slice(0, 44);
          if (!text) continue;
          const size = text.length * 6.4, [cx, cy] = [x(point.x), y(point.y)];
          const spot = [[cx + 9, cy - 6], [cx - 9 - size, cy - 6], [cx - size / 2, cy - 20], [cx - size / 2, cy + 9], [cx + 9, cy - 18], [cx + 9, cy + 7]]
            .map(([a, b]) => [a, b, a + size, b + 11])
            .find(box => box[0] > left && box[2] < right && box[1] > top && box[3] < bottom &&
              !taken.some(other => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
          if (!spot) continue;
          taken.push(spot);
          write(text, spot[0], spot[1] + 10, "text", "start", { "font-size": 11 });
        }
      }
      for (const select of Object.values(selects)) select.addEventListener("change", draw);
      tableListeners.push(draw);
      draw();
    })();
    """#

  /// Lines of rows that do not pass the filter become faint; the one under the pointer stands out.
  static let parallel = #"""
    (() => {
      const lines = all("#parallel g[data-key]");
      tableListeners.push(() => {
        const visible = new Set(visibleRows.map(String));
        for (const line of lines) line.classList.toggle("quiet", !visible.has(line.dataset.key));
      });
      for (const line of lines) {
        const stroke = $("polyline", line), width = stroke && stroke.getAttribute("stroke-width");
        line.addEventListener("pointerenter", () => { stroke.setAttribute("stroke-width", 3.5); stroke.style.strokeOpacity = 1; });
        line.addEventListener("pointerleave", () => { stroke.setAttribute("stroke-width", width); stroke.style.strokeOpacity = ""; });
      }
    })();
    """#

  /// One of several pictures at a time.
  static let choice = #"""
    $("#choice").addEventListener("change", event =>
      all(".choice").forEach((plot, index) => { plot.hidden = index !== Number(event.target.value); }));
    """#
}
