import { useWords } from "./useWords";

/** The state of sync, in a line. */
export function SyncState() {
  const words = useWords();
  return <>{words?.long}</>;
}
