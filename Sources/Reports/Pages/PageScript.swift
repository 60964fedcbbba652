/// What every page does: hints that follow the pointer, and numbers as people read them.
enum PageScript {
  static let common = #"""
    const $ = (selector, parent = document) => parent.querySelector(selector);
    const all = (selector, parent = document) => [...parent.querySelectorAll(selector)];
    function make(tag, attributes = {}, ...children) {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.append(...children);
      return element;
    }
    const svgSpace = "http://www.w3.org/2000/svg";
    function shape(tag, attributes, parent) {
      const element = document.createElementNS(svgSpace, tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      if (parent) parent.append(element);
      return element;
    }
    const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
    // Three or four digits that matter, with a letter for thousands, millions and so on.
    function human(value) {
      if (typeof value !== "number") return String(value ?? "");
      const size = Math.abs(value);
      if (size !== 0 && size < 1e-3) return value.toExponential(2);
      if (size < 10000) return String(Number(value.toPrecision(4)));
      const letters = ["k", "M", "G", "T", "P", "E"];
      let power = Math.min(letters.length, Math.floor(Math.log10(size) / 3));
      return Number((value / 1000 ** power).toPrecision(4)) + " " + letters[power - 1];
    }
    // 1, 2 or 5 times a power of ten, so that so many marks or fewer cover an extent.
    function roundStep(extent, marks) {
      const power = 10 ** Math.floor(Math.log10(extent / marks));
      return [1, 2, 5, 10].map(factor => factor * power).find(size => size * marks >= extent);
    }
    function duration(picoseconds) {
      for (const [unit, size] of [["s", 1e12], ["ms", 1e9], ["µs", 1e6], ["ns", 1e3]])
        if (Math.abs(picoseconds) >= size) return Number((picoseconds / size).toPrecision(4)) + " " + unit;
      return picoseconds + " ps";
    }
    const tip = $("#tip");
    function showTip(event, text) {
      tip.textContent = text;
      tip.hidden = false;
      const box = tip.getBoundingClientRect();
      const left = event.clientX + 14 + box.width > innerWidth ? event.clientX - 14 - box.width : event.clientX + 14;
      const top = event.clientY + 16 + box.height > innerHeight ? event.clientY - 12 - box.height : event.clientY + 16;
      tip.style.left = Math.max(4, left) + "px";
      tip.style.top = Math.max(4, top) + "px";
    }
    const hideTip = () => { tip.hidden = true; };
    // The hints of drawn shapes become labels for readers that hear, and follow the pointer for those that see.
    for (const title of all(".plot g > title")) {
      title.parentNode.setAttribute("aria-label", title.textContent);
      title.remove();
    }
    document.addEventListener("pointermove", event => {
      if (event.target.tagName === "CANVAS") return;
      const group = event.target.closest && event.target.closest(".plot g[aria-label]");
      if (group) showTip(event, group.getAttribute("aria-label").replace(": ", "\n"));
      else hideTip();
    });
    const whenColoursChange = redraw => matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    """#
}
