// Streamlit takes a text over when its box is left, or on Control+Enter. Here it is taken over at every pause, and before
// any click elsewhere, so that nothing typed waits to be stored and a tap on a link is not overtaken by it.
export default function ({ data, parentElement }) {
  const shown = parentElement.querySelector("span");
  const kept = ((window.goodTerms ??= {})[data.within] ??= { box: null, late: 0, at: -1e9 });
  const boxes = `.st-key-${data.within} :is(textarea, input[type="text"])`;

  const count = () => {
    const words = (document.querySelector(boxes)?.value.match(/\S+/g) || []).length;
    shown.textContent = data.counted ? (words === 1 ? "1 word" : `${words.toLocaleString("en")} words`) : "";
  };
  const keep = () => {
    window.clearTimeout(kept.late);
    const box = kept.box;
    if (!box?.isConnected) return;
    kept.box = null;
    kept.at = performance.now();
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  };
  const typed = (event) => {
    if (!event.target.matches?.(boxes)) return;
    if (kept.box !== event.target) keep();
    kept.box = event.target;
    window.clearTimeout(kept.late);
    kept.late = window.setTimeout(keep, data.pause);
    count();
  };
  const elsewhere = (event) => {
    if (event.target !== kept.box) keep();
  };
  const leaving = (event) => {
    const link = event.target.closest?.("a[data-testid='stPageLink-NavLink']");
    elsewhere(event);
    if (!link || performance.now() - kept.at > data.handover) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    stored(() => link.click());
  };
  // Storing it is a run of the page: it has to begin, and to end, before the page is left. Nothing waits for ever.
  const stored = (then) => {
    const asked = kept.at;
    let begun = false;
    const look = () => {
      const running = document.querySelector(".stApp")?.dataset.testScriptState === "running";
      const waited = performance.now() - asked;
      begun ||= running;
      if ((begun && !running) || waited > (begun ? data.longest : data.handover)) then();
      else window.setTimeout(look, 20);
    };
    look();
  };

  document.addEventListener("input", typed);
  document.addEventListener("pointerdown", elsewhere, true);
  document.addEventListener("click", leaving, true);
  count();
  return () => {
    document.removeEventListener("input", typed);
    document.removeEventListener("pointerdown", elsewhere, true);
    document.removeEventListener("click", leaving, true);
  };
}
