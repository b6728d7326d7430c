import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Form, Label, TextArea, TextField } from "react-aria-components";
import { useActions } from "../app/actions";
import { useServices } from "../app/services";
import type { Bookmark } from "../backend/bindings";
import { clockTime } from "../format/time";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Sheet } from "../kit/Sheet";

/** As much as a server keeps. */
const LONGEST = 10_000;

/** Where the note of a bookmark is written. */
export function NoteSheet() {
  const { t } = useTranslation();
  const { noting } = useServices();
  const note = useSyncExternalStore(noting.subscribe, noting.note);
  if (!note) return null;
  const { bookmark, isOpen } = note;
  const close = () => noting.end();
  return (
    <Sheet
      isOpen={isOpen}
      onClose={close}
      title={t("bookmarks.at", { time: clockTime(bookmark.positionMs) })}
    >
      <NoteForm bookmark={bookmark} onClose={close} />
    </Sheet>
  );
}

function NoteForm({ bookmark, onClose }: { bookmark: Bookmark; onClose: () => void }) {
  const { t } = useTranslation();
  const { bookmark: act } = useActions();
  const [note, setNote] = useState(bookmark.note);
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const written = note.trim();
    if (written !== bookmark.note) void act.note(bookmark, written);
    onClose();
  };
  return (
    <Form onSubmit={save} className="flex flex-col gap-4">
      <TextField autoFocus value={note} onChange={setNote} className="flex flex-col gap-1.5">
        <Label className="font-medium">{t("bookmarks.note")}</Label>
        <TextArea
          rows={4}
          maxLength={LONGEST}
          data-testid="bookmark-note"
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
          }}
          className="resize-y rounded-sm border border-edge bg-transparent px-3 py-2 focus:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
        />
      </TextField>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="plain" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button type="submit" look="primary" data-testid="bookmark-save">
          {t("bookmarks.save")}
        </Button>
      </div>
    </Form>
  );
}
