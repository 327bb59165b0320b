// A tap on marked words opens what they are evidence for; the numbers behind them are links, for the keyboard.
export default function () {
  const tapped = (event) => {
    const words = event.target.closest?.("mark[data-about]");
    if (words && !String(window.getSelection())) document.getElementById(words.dataset.about)?.showPopover();
  };
  document.addEventListener("click", tapped);
  return () => document.removeEventListener("click", tapped);
}
