function selectAndCopy(text) {
  const box = document.createElement("textarea");
  box.value = text; box.style.position = "fixed"; box.style.opacity = "0";
  document.body.appendChild(box); box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button"), status = parentElement.querySelector("span");
  button.textContent = data.label;
  button.onclick = async () => {
    let done = true;
    try { await navigator.clipboard.writeText(data.text); } catch (_) { done = selectAndCopy(data.text); }
    status.textContent = done ? data.done : data.failed;
    window.setTimeout(() => { status.textContent = ""; }, 4000);
  };
}
