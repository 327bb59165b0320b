const NS = "http://www.w3.org/2000/svg";
const bar = (className, share) => {
  const made = document.createElementNS(NS, "rect");
  for (const [name, value] of Object.entries({ class: className, width: `${100 * share}%`, height: "100%", rx: 5 })) made.setAttribute(name, value);
  return made;
};
export default function ({ data, parentElement }) {
  const list = parentElement.querySelector("ul");
  list.setAttribute("aria-label", data.summary);
  list.replaceChildren(...data.rows.map(({ mark, name, weight, title, words, value }) => {
    const row = document.createElement("li"), link = document.createElement("a"), number = document.createElement("b");
    const picture = document.createElementNS(NS, "svg"), tag = document.createElement("span");
    row.className = `w${weight}`;
    number.textContent = mark;
    link.href = `#sign-${mark}`;
    link.append(number, name);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", words);
    picture.append(bar("all", 1), bar("part", value));
    tag.textContent = title;
    row.append(link, picture, tag);
    row.title = words;
    return row;
  }));
}
