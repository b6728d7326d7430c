import { useActions } from "../app/actions";
import { useAsked } from "./asked";
import { KeepHereDialog } from "./KeepHereDialog";
import { LevelDialog } from "./LevelDialog";

/** What menus ask about a show, whichever page they are on. */
export function PrivacyDialogs() {
  const asked = useAsked();
  const { privacy } = useActions();
  const close = () => privacy.ask(null);
  const of = (about: "keepHere" | "level") => (asked?.about === about ? asked.podcast : null);
  return (
    <>
      <KeepHereDialog podcast={of("keepHere")} onClose={close} />
      <LevelDialog podcast={of("level")} onClose={close} />
    </>
  );
}
