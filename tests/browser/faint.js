// Words whose contrast with what is behind them is below AA: 4.5 to 1, or 3 to 1 for large ones.
() => {
  const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const channel = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = numbers(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const skipped = "[disabled], .disabled, script, style, .q-icon, .nicegui-error-popup, .q-notification";
  const found = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const hasWords = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!hasWords || !element.getClientRects().length || element.closest(skipped)) continue;
    const style = getComputedStyle(element);
    const [r, g, b, alpha = 1] = numbers(style.color);
    if (style.visibility === "hidden" || alpha === 0) continue;
    const back = behind(element);
    const seen = [r, g, b].map((v, i) => v * alpha + back[i] * (1 - alpha));
    const [high, low] = [light(seen), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < (large ? 3 : 4.5)) {
      found.add(`${element.className} ${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 40)}`);
    }
  }
  return [...found];
}
