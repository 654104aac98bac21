import { around, highlight, lineDiff, type DiffLine } from '@watertight/page-parts';

const Line = ({ text }: { readonly text: string }) => (
  <>
    {highlight(text).map(({ kind, text: part }, at) =>
      kind === 'plain' ? (
        part
      ) : (
        <span key={at} class={`token-${kind}`}>
          {part}
        </span>
      ),
    )}
  </>
);

interface CodeProps {
  readonly text: string;
  readonly file: string;
  readonly foundLine: number | null;
  readonly wrongLines: readonly number[];
  /** Absent where there is nothing to find. */
  readonly onChoose?: ((line: number) => void) | undefined;
}

/** The source, with the line that inserts marked once it was found. */
export function Code({ text, file, foundLine, wrongLines, onChoose }: CodeProps) {
  const lines = text.trimEnd().split('\n');
  const classOf = (line: number) =>
    line === foundLine ? ' line-found' : wrongLines.includes(line) ? ' line-wrong' : '';
  return (
    <figure class="code">
      <figcaption>
        <span class="file">{file}</span>
        {onChoose && <span class="quiet">choose the line that leaks</span>}
        {foundLine !== null && <span class="line-note">line {foundLine} inserts</span>}
      </figcaption>
      <ol class={onChoose ? 'lines choosing' : 'lines'} tabIndex={0} aria-label="source">
        {lines.map((line, at) => (
          <li key={at} class={`line${classOf(at + 1)}`}>
            <span class="line-number" aria-hidden="true">
              {at + 1}
            </span>
            {onChoose && line.trim().length > 1 ? (
              <button
                type="button"
                class="line-text"
                aria-label={`Line ${at + 1}: ${line.trim()}`}
                onClick={() => onChoose(at + 1)}
              >
                <Line text={line} />
              </button>
            ) : (
              <span class="line-text">
                <Line text={line} />
              </span>
            )}
            {at + 1 === foundLine && <span class="visually-hidden">this line inserts</span>}
          </li>
        ))}
      </ol>
    </figure>
  );
}

const signs = { same: ' ', removed: '−', added: '+' } as const;
const spoken = { same: '', removed: 'removed: ', added: 'added: ' } as const;

/** What a fix changes, with two lines around it. */
export function Diff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = around(lineDiff(before, after));
  if (lines.length === 0) return <p class="quiet">Nothing is changed yet.</p>;
  return (
    <pre class="diff" tabIndex={0} aria-label="what is changed">
      {lines.map((line, at) =>
        line ? (
          <DiffRow key={at} line={line} />
        ) : (
          <span key={at} class="diff-gap">
            ⋯
          </span>
        ),
      )}
    </pre>
  );
}

const DiffRow = ({ line: { kind, text } }: { readonly line: DiffLine }) => (
  <span class={`diff-line diff-${kind}`}>
    <span class="diff-sign" aria-hidden="true">
      {signs[kind]}
    </span>
    {spoken[kind] && <span class="visually-hidden">{spoken[kind]}</span>}
    <span>
      <Line text={text} />
    </span>
  </span>
);
