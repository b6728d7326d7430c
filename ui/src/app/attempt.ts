import { asIpcError } from "../backend/backend";
import type { IpcError } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import type { Services } from "./services";

/** Says on the message line what failed, with a way to try again where that can help. */
export function sayProblem(
  { messages, i18n }: Services,
  error: IpcError,
  again?: () => void,
): void {
  const { what, next } = errorText(i18n.t, error);
  messages.say({
    tone: "error",
    text: i18n.t("error.addressed", { what, next }),
    action:
      again && error.class !== "permanent" ? { label: i18n.t("app.retry"), run: again } : undefined,
  });
}

/**
 * Runs what the listener asked for, and `then` with what came of it. A failure is said, never
 * thrown; trying again does both again. Whether it went well.
 */
export async function attempt<T>(
  services: Services,
  run: () => Promise<T>,
  then?: (value: T) => void,
): Promise<boolean> {
  try {
    const value = await run();
    then?.(value);
    return true;
  } catch (error) {
    sayProblem(services, asIpcError(error), () => void attempt(services, run, then));
    return false;
  }
}
