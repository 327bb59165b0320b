export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = () => {
    document.getElementById("gt-paper")?.remove();
    const paper = document.createElement("iframe");
    paper.id = "gt-paper"; paper.title = data.label; paper.setAttribute("aria-hidden", "true");
    paper.style.cssText = "border:0;height:0;position:fixed;right:0;bottom:0;width:0";
    paper.onload = () => paper.contentWindow.print();
    paper.srcdoc = data.page;
    document.body.append(paper);
  };
}
