import { useState } from "react";
import { asIpcError } from "../backend/backend";
import type { IpcError } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";

/** As many characters as the backend takes. */
export const LONGEST_NAME = 60;

/** A name that is typed and sent; what is wrong with it is said beside it. */
export function useName(before: string, send: (name: string) => Promise<unknown>) {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  const [error, setError] = useState<IpcError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setError(null);
    try {
      await send(name);
      return true;
    } catch (failure) {
      setError(asIpcError(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };

  const change = (text: string) => {
    setName(text);
    setError(null);
  };

  return { name, setName: change, error: error ? errorText(t, error) : null, busy, submit };
}
