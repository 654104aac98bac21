declare module 'd3-flame-graph' {
  import type { Selection } from 'd3-selection';

  interface FlameNode<Frame> {
    readonly data: Frame;
    readonly highlight?: boolean;
  }
  interface FlameGraph {
    <Datum>(selection: Selection<HTMLElement, Datum, null, undefined>): void;
    width(pixels: number): this;
    cellHeight(pixels: number): this;
    minFrameSize(pixels: number): this;
    transitionDuration(ms: number): this;
    inverted(on: boolean): this;
    sort(on: boolean): this;
    label(text: (node: FlameNode<{ name: string; value: number }>) => string): this;
    setColorMapper(map: (node: FlameNode<{ own: boolean }>) => string): this;
    destroy(): void;
  }
  // Its only export, whatever its own declarations say.
  export default function flamegraph(): FlameGraph;
}
