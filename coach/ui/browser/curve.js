const NS = "http://www.w3.org/2000/svg";
const MANNERS = 6;  // ways to draw a line, in curve.css; a seventh line is drawn as the first, thinner
const draw = (kind, attributes) => {
  const made = document.createElementNS(NS, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
export default function ({ data, parentElement }) {
  const chart = parentElement.querySelector("svg"), key = parentElement.querySelector("ul");
  const longest = Math.max(2, ...data.lines.map((line) => line.values.length));
  chart.setAttribute("aria-label", data.summary);
  chart.replaceChildren(); key.replaceChildren();
  for (const y of [50, 100, 150]) chart.append(draw("line", { x1: 0, x2: 600, y1: y, y2: y }));
  data.lines.forEach(({ name, values }, number) => {
    const manner = `l${number % MANNERS}${number < MANNERS ? "" : " again"}`;
    const at = (value, i) => `${(600 * i) / (longest - 1)} ${200 - 2 * value}`;
    chart.append(draw("path", { class: manner, d: "M" + values.map(at).join("L") }));
    const item = document.createElement("li"), sample = draw("svg", { viewBox: "0 0 40 8", "aria-hidden": "true" });
    sample.append(draw("path", { class: manner, d: "M0 4L40 4" }));
    item.append(sample, document.createTextNode(name));
    key.append(item);
  });
  for (const { at, name, way } of data.turns) {
    const x = (600 * at) / (longest - 1);
    chart.append(draw("line", { class: `turn ${way}`, x1: x, x2: x, y1: 0, y2: 200 }));
    const item = document.createElement("li"), sample = draw("svg", { viewBox: "0 0 40 8", "aria-hidden": "true" });
    sample.append(draw("line", { class: `turn ${way}`, x1: 20, x2: 20, y1: 0, y2: 8 }));
    item.append(sample, document.createTextNode(name));
    key.append(item);
  }
}
