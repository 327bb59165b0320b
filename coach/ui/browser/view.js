export default function ({ data }) {
  const seen = () => document.getElementById(data.id)?.scrollIntoView({ block: data.block });
  const late = window.setTimeout(seen, 200);
  return () => window.clearTimeout(late);
}
