package dev.deltalex.page;

/** Checks the contrast of texts with their background. */
final class Contrast {
  /**
   * A JavaScript expression with the texts whose contrast is below 4.5, the minimum of WCAG 2.2,
   * criterion 1.4.3 (AA). Disabled elements are excluded.
   */
  static final String BELOW =
      """
      (() => {
        const numbers = color => color.match(/[\\d.]+/g).map(Number);
        const linear = c => c <= 10.31475 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4;
        const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        const behind = node => {
          for (; node; node = node.parentElement) {
            const color = numbers(getComputedStyle(node).backgroundColor);
            if (color.length === 3 || color[3] === 1) return color;
          }
          throw new Error('no background');
        };
        const below = [];
        for (const node of document.querySelectorAll('body *')) {
          const text = node.value
            ?? Array.from(node.childNodes, n => n.nodeType === 3 ? n.data : '').join('').trim();
          if (!text || node.disabled || !node.checkVisibility()) continue;
          const pair = [numbers(getComputedStyle(node).color), behind(node)].map(light);
          const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
          if (ratio < 4.5) below.push(ratio.toFixed(2) + ' ' + text.slice(0, 40));
        }
        return below;
      })()
      """;

  private Contrast() {}
}
