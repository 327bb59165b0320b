// Light, dark or as the system has it. Streamlit keeps this in the browser, for each page apart; here all pages get the same.
const VERSION = "v2";
const keys = (pages) => pages.map((page) => `stActiveTheme-/${page}-${VERSION}`);

export default function ({ data, parentElement }) {
  const set = parentElement.querySelector("fieldset");
  const kept = JSON.parse(window.localStorage.getItem(keys(data.pages)[0]) ?? '"System"');
  set.querySelector("legend").textContent = data.label;
  set.querySelectorAll("label").forEach((old) => old.remove());
  for (const [name, words] of Object.entries(data.looks)) {
    const label = document.createElement("label"), input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "look", value: name, checked: name === kept });
    label.append(input, words);
    set.append(label);
  }
  set.onchange = (event) => {
    for (const key of keys(data.pages)) {
      if (event.target.value === "System") window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, JSON.stringify(event.target.value));
    }
    window.location.reload();
  };
}
