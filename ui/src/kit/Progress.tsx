import { ProgressBar } from "react-aria-components";

/** Something goes on, and nobody knows how much is left. Stands still where motion is not wanted. */
export function EndlessProgress({ label }: { label: string }) {
  return (
    <ProgressBar isIndeterminate aria-label={label}>
      <div className="h-1 overflow-hidden rounded-full bg-veil-strong">
        <div className="endless h-full w-1/3 rounded-full bg-fill" />
      </div>
    </ProgressBar>
  );
}
