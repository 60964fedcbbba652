extension PageScript {
  /// The timeline on a canvas, so that hundreds of thousands of commands move smoothly: zoom, pan, and what is under the
  /// pointer. Needs `timeline`: operators, engines, tracks and the end.
  static let timeline = #"""
    (() => {
      const box = $("#timeline .scroll"), canvas = $("canvas", box), spacer = $(".spacer", box);
      const pen = canvas.getContext("2d");
      const left = 132, rowHeight = 20, barHeight = 15, stripTop = 30, top = 56, foot = 30;
      // Numbers are differences; see the keys of the JSON file.
      function decode(text) {
        const slices = [];
        let end = 0, operator = 0, tile = 0;
        for (const part of text.split(";")) {
          if (!part) continue;
          const [gap, length, operatorStep, tileStep, engine, waitOperator, waitTile] = part.split(",").map(Number);
          operator += operatorStep; tile += tileStep;
          const slice = { start: end + gap, end: end + gap + length, operator, tile, gap };
          if (engine !== undefined) slice.wait = { engine, operator: operator + waitOperator, tile: tile + waitTile };
          end = slice.end;
          slices.push(slice);
        }
        return slices;
      }
      const rows = timeline.engines.map(name => ({ name, lanes: [] }));
      for (const track of timeline.tracks) rows[track.engine].lanes[track.lane] = decode(track.slices);
      const shown = rows.filter(row => row.lanes.length);
      const height = top + shown.length * rowHeight + foot;
      spacer.style.height = Math.max(0, height - Math.min(height, 660)) + "px";
      let from = 0, to = timeline.end, width = 0, view = Math.min(height, 660);
      const x = time => left + (time - from) / (to - from) * (width - left - 8);
      const timeAt = place => from + (place - left) / (width - left - 8) * (to - from);
      // The first slice that ends after a time.
      function firstAfter(slices, time) {
        let low = 0, high = slices.length;
        while (low < high) { const middle = (low + high) >> 1; if (slices[middle].end > time) high = middle; else low = middle + 1; }
        return low;
      }
      function bars(slices, y, size, inks) {
        let lastEdge = -1, lastInk = "";
        for (let index = firstAfter(slices, from); index < slices.length; index++) {
          const slice = slices[index];
          if (slice.start > to) break;
          const ink = inks[timeline.operators[slice.operator].ink];
          const begin = Math.max(left, x(slice.start)), end = Math.min(width - 8, x(slice.end));
          if (end - begin < 0.6 && end < lastEdge && ink === lastInk) continue;
          pen.fillStyle = ink;
          const clear = end - begin > 3 ? 0.5 : 0;
          pen.fillRect(begin, y, Math.max(0.4, end - begin - clear), size);
          lastEdge = end + 0.4; lastInk = ink;
          if (slice.wait && size > 8) {
            const gap = x(slice.start - slice.gap);
            if (begin - gap > 2) {
              pen.fillStyle = inks.wait;
              pen.fillRect(Math.max(left, gap), y + size / 2 - 1, begin - Math.max(left, gap), 2);
            }
          }
          if (end - begin > 46 && size > 8) label(timeline.operators[slice.operator], begin, end, y + size - 4);
        }
      }
      function label(operator, begin, end, y) {
        pen.font = "10px system-ui, 'DejaVu Sans', sans-serif";
        const room = Math.floor((end - begin - 6) / 5.6);
        const name = operator.name.length > room ? operator.name.slice(0, Math.max(1, room - 1)) + "…" : operator.name;
        pen.fillStyle = operator.onTop;
        pen.textAlign = "center";
        pen.fillText(name, (begin + end) / 2, y);
      }
      function draw() {
        width = box.clientWidth;
        const ratio = devicePixelRatio || 1;
        canvas.width = width * ratio; canvas.height = view * ratio;
        canvas.style.width = width + "px"; canvas.style.height = view + "px";
        pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        const names = ["blue", "orange", "green", "purple", "sky", "vermillion", "yellow", "grey"];
        const inks = Object.fromEntries(names.map(name => [name, colour(name)]));
        inks.wait = colour("faint");
        const text = colour("text"), faint = colour("faint"), grid = colour("grid");
        const shift = box.scrollTop;
        pen.fillStyle = colour("paper");
        pen.fillRect(0, 0, width, view);
        shown.forEach((row, index) => {
          const y = top + index * rowHeight - shift;
          if (y < top - rowHeight || y > view) return;
          const count = Math.min(row.lanes.length, 3), size = count > 1 ? Math.floor(barHeight / count) : barHeight;
          row.lanes.forEach((slices, lane) => bars(slices, y + Math.min(lane, count - 1) * size, size - (count > 1 ? 1 : 0), inks));
          pen.fillStyle = text; pen.textAlign = "right";
          pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
          pen.fillText(row.name, left - 10, y + 12);
        });
        // The head stays while rows scroll under it.
        pen.fillStyle = colour("paper");
        pen.fillRect(0, 0, width, top - 4);
        const unit = [["s", 1e12], ["ms", 1e9], ["µs", 1e6], ["ns", 1e3]].find(([, size]) => to - from >= 2 * size) || ["ps", 1];
        const mark = roundStep((to - from) / unit[1], Math.max(3, Math.floor(width / 130))) * unit[1];
        pen.textAlign = "center"; pen.lineWidth = 1;
        for (let time = Math.ceil(from / mark) * mark; time <= to; time += mark) {
          pen.strokeStyle = grid;
          pen.beginPath(); pen.moveTo(x(time), 20); pen.lineTo(x(time), view); pen.globalAlpha = 0.6; pen.stroke(); pen.globalAlpha = 1;
          pen.fillStyle = faint;
          pen.fillText(Number((time / unit[1]).toPrecision(8)), x(time), 13);
        }
        pen.fillStyle = faint; pen.textAlign = "right";
        pen.fillText("time in " + unit[0], left - 10, 13);
        bars(timeline.strip, stripTop, barHeight, inks);
        pen.fillStyle = text; pen.textAlign = "right";
        pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
        pen.fillText("operator", left - 10, stripTop + 12);
      }
      let isDue = false;
      function redraw() {
        if (isDue) return;
        isDue = true;
        requestAnimationFrame(() => { isDue = false; draw(); });
      }
      function show(newFrom, newTo) {
        const extent = Math.min(timeline.end, Math.max(1000, newTo - newFrom));
        from = Math.min(Math.max(0, newFrom), timeline.end - extent);
        to = from + extent;
        redraw();
      }
      function zoom(factor, centre = (from + to) / 2) { show(centre - (centre - from) * factor, centre + (to - centre) * factor); }
      function sliceAt(place, y) {
        const time = timeAt(place);
        if (place < left) return null;
        if (y < top - 4) {
          const slice = timeline.strip[firstAfter(timeline.strip, time)];
          return slice && slice.start <= time ? { row: null, slice } : null;
        }
        const row = shown[Math.floor((y - top + box.scrollTop) / rowHeight)];
        if (!row) return null;
        const count = Math.min(row.lanes.length, 3), size = barHeight / count;
        const lane = Math.min(count - 1, Math.floor(((y - top + box.scrollTop) % rowHeight) / size));
        for (const slices of [row.lanes[lane], ...row.lanes]) {
          const slice = slices && slices[firstAfter(slices, time)];
          if (slice && slice.start <= time) return { row, slice };
        }
        const slice = row.lanes[0][firstAfter(row.lanes[0], time)];
        return { row, gap: slice || null };
      }
      function words({ row, slice, gap }) {
        if (slice) {
          const operator = timeline.operators[slice.operator];
          return (row ? row.name + ": " : "") + operator.name + " (" + operator.operation + ")" + (row ? "\ntile " + slice.tile : "") +
            "\n" + duration(slice.end - slice.start) + ", from " + duration(slice.start) + " to " + duration(slice.end) +
            (row && slice.wait ? "\nbefore it: " + waiting(slice) : "");
        }
        return row.name + ": " + (gap ? waiting(gap) : "no work left");
      }
      function waiting(slice) {
        if (!slice.wait) return "idle for " + duration(slice.gap) + " (set-up, or the end of the command before)";
        const { engine, operator, tile } = slice.wait;
        return "waited " + duration(slice.gap) + " for " + timeline.engines[engine] + ": " +
          timeline.operators[operator].name + ", tile " + tile;
      }
      let drag = null;
      canvas.addEventListener("pointerdown", event => { drag = { at: event.clientX, from, to }; canvas.setPointerCapture(event.pointerId); });
      canvas.addEventListener("pointerup", () => { drag = null; });
      canvas.addEventListener("pointerleave", hideTip);
      canvas.addEventListener("pointermove", event => {
        if (drag) {
          const shift = (drag.at - event.clientX) / (width - left - 8) * (drag.to - drag.from);
          return show(drag.from + shift, drag.to + shift);
        }
        const found = sliceAt(event.offsetX, event.offsetY);
        if (found) showTip(event, words(found)); else hideTip();
      });
      canvas.addEventListener("dblclick", event => zoom(0.4, timeAt(event.offsetX)));
      canvas.addEventListener("wheel", event => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        zoom(Math.exp(event.deltaY * 0.003), timeAt(event.offsetX));
      }, { passive: false });
      canvas.addEventListener("keydown", event => {
        const extent = to - from;
        if (event.key === "ArrowRight") show(from + extent / 5, to + extent / 5);
        else if (event.key === "ArrowLeft") show(from - extent / 5, to - extent / 5);
        else if (event.key === "+" || event.key === "=") zoom(0.6);
        else if (event.key === "-") zoom(1.6);
        else if (event.key === "0") show(0, timeline.end);
        else return;
        event.preventDefault();
      });
      $("#zoom-in").addEventListener("click", () => zoom(0.5));
      $("#zoom-out").addEventListener("click", () => zoom(2));
      $("#zoom-all").addEventListener("click", () => show(0, timeline.end));
      box.addEventListener("scroll", redraw);
      addEventListener("resize", redraw);
      whenColoursChange(redraw);
      draw();
      // For scripts that look at the page from outside.
      window.timelineView = { show, sliceAt, words, rows: shown.length, slices: () => shown.reduce((sum, row) => sum + row.lanes.reduce((a, b) => a + b.length, 0), 0) };
    })();
    """#
}
