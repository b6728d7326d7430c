import { Fragment } from "react";

/** The path of a file, that breaks between its folders. */
export function Path({ path }: { path: string }) {
  let at = 0;
  const parts = (path.match(/[^/\\]*[/\\]?/g) ?? []).filter(Boolean).map((part) => {
    at += part.length;
    return { part, at };
  });
  return (
    <code className="selectable font-mono text-[13px] [overflow-wrap:anywhere]">
      {parts.map(({ part, at: end }) => (
        <Fragment key={end}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
