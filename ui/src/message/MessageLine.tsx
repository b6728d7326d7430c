import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useServices } from "../app/services";
import { useTranslation } from "../i18n/words";
import { Button, IconButton } from "../kit/Button";
import { INFO_LASTS_MS, type Shown } from "./messages";

/** One quiet line above the player, for Undo and for errors. */
export function MessageLine() {
  const { messages } = useServices();
  const shown = useSyncExternalStore(messages.subscribe, messages.shown);
  return (
    <div
      aria-live={shown?.tone === "error" ? "assertive" : "polite"}
      className="pointer-events-none absolute inset-x-0 bottom-0 z-30 flex justify-center p-3"
    >
      {shown ? <Line key={shown.id} message={shown} /> : null}
    </div>
  );
}

function Line({ message }: { message: Shown }) {
  const { t } = useTranslation();
  const { messages } = useServices();
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (held || message.tone === "error") return;
    const timer = setTimeout(() => messages.dismiss(message.id), INFO_LASTS_MS);
    return () => clearTimeout(timer);
  }, [held, message, messages]);

  const actions = [message.also, message.action].filter((action) => action !== undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the line while it is used.
    <div
      data-testid="message-line"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={`message-line pointer-events-auto flex max-w-full items-center justify-end gap-2 rounded-md border border-line bg-raised py-1 pr-1 pl-4 shadow-float ${
        actions.length > 1 ? "max-frame:flex-wrap" : ""
      }`}
    >
      {message.tone === "error" ? (
        <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-bad" />
      ) : null}
      <p className={`selectable min-w-0 py-1.5 ${actions.length > 1 ? "max-frame:w-full" : ""}`}>
        {message.text}
      </p>
      {actions.map((action) => (
        <Button
          key={action.label}
          look="plain"
          className="font-medium text-accent! first-of-type:ml-2"
          onPress={() => {
            messages.dismiss(message.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      ))}
      <IconButton label={t("app.dismiss")} onPress={() => messages.dismiss(message.id)}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
