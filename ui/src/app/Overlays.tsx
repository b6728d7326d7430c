import { NoteSheet } from "../bookmark/NoteSheet";
import { ChooseCollections } from "../collection/ChooseCollections";
import { AddToPlaylist } from "../list/AddToPlaylist";
import { PrivacyDialogs } from "../privacy/PrivacyDialogs";
import { DropHint } from "../transfer/DropHint";
import { CommandPalette } from "./CommandPalette";
import type { OnTop } from "./Frame";
import { ShortcutHelp } from "./ShortcutHelp";

type OverlaysProps = { onTop: OnTop; onChange: (onTop: OnTop) => void };

/** What opens over any page. */
export function Overlays({ onTop, onChange }: OverlaysProps) {
  return (
    <>
      <CommandPalette
        isOpen={onTop === "palette"}
        onClose={() => onChange(null)}
        onHelp={() => onChange("help")}
      />
      <NoteSheet />
      <AddToPlaylist />
      <ChooseCollections />
      <PrivacyDialogs />
      <DropHint />
      <ShortcutHelp isOpen={onTop === "help"} onClose={() => onChange(null)} />
    </>
  );
}
