import { markup } from './markup.ts';

/** Zooms the icicle chart: a bar that is clicked becomes as wide as the chart, and the chart is as it was at its first bar. */
export const icicleScript = markup`<script>
const chart = document.getElementById('icicle');
const facts = document.getElementById('bar-facts');
const bars = [...chart.children];
const smallestLabelledPixels = 30;
const smallestSeenPixels = 4;
let zoomed = bars[0];
function draw() {
  const left = Number(zoomed.dataset.x);
  const width = Number(zoomed.dataset.w);
  let height = 0;
  for (const bar of bars) {
    const from = Math.max((Number(bar.dataset.x) - left) / width, 0);
    const to = Math.min((Number(bar.dataset.x) + Number(bar.dataset.w) - left) / width, 1);
    const share = Math.max(to - from, 0);
    bar.setAttribute('x', from * 100 + '%');
    bar.setAttribute('width', share * 100 + '%');
    bar.setAttribute('visibility', share > 0.0005 ? 'visible' : 'hidden');
    bar.classList.toggle('narrow', share * chart.clientWidth < smallestLabelledPixels);
    if (share * chart.clientWidth >= smallestSeenPixels) {
      height = Math.max(height, Number(bar.getAttribute('y')) + Number(bar.getAttribute('height')));
    }
  }
  chart.setAttribute('height', height);
}
function tell(bar) {
  facts.textContent = bar.getAttribute('aria-label');
}
function zoom(bar) {
  zoomed = bar;
  tell(bar);
  draw();
}
for (const bar of bars) {
  bar.addEventListener('click', () => zoom(bar));
  bar.addEventListener('mouseenter', () => tell(bar));
  bar.addEventListener('focus', () => tell(bar));
  bar.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') zoom(bar);
    if (key === 'Escape') zoom(bars[0]);
  });
}
addEventListener('resize', draw);
draw();
</script>`;

/** What the page's policy lets through. Its spec says what it must be after a change. */
export const icicleScriptHash = 'sha256-shFlztchwu71WhWN3tjHzSgS+aOjyUalnpwOOJr/wOM=';
