import { useEffect, useRef, useState } from "react";
import type { SyncView } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { standingOf, stateWords } from "./standing";

/** What lasts shorter than this is not worth interrupting for. */
const SETTLES_MS = 1200;

/** Says to screen readers what becomes of sync: states, never counts and times. */
export function Announcer({ view }: { view: SyncView }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  const standing = standingOf(view);
  // The steps of signing in take the focus to their headings; nobody needs them twice.
  const words = view.account && !view.signIn ? stateWords(t, standing, view.account.server) : null;
  const last = useRef(words);

  useEffect(() => {
    if (words === last.current) return;
    const timer = setTimeout(() => {
      last.current = words;
      setSaid(words ?? "");
    }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [words]);

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
