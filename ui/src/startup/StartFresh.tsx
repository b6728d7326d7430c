import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form, Input, Label, TextField } from "react-aria-components";
import { asIpcError, backend } from "../backend/backend";
import { keys } from "../backend/queries";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Sheet } from "../kit/Sheet";

/** Keeps the damaged library aside; asked for by typing a word, for it cannot be undone here. */
export function StartFresh() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {t("startup.startFresh")}
      </Button>
      <Sheet
        role="alertdialog"
        title={t("startup.confirmTitle")}
        isOpen={open}
        onClose={() => setOpen(false)}
      >
        <Confirm />
      </Sheet>
    </>
  );
}

function Confirm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const word = t("startup.confirmWord");
  const agreed = typed.trim().toLocaleLowerCase() === word;

  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      client.setQueryData(keys.startup, await backend.startFresh());
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  const said = error ? errorText(t, asIpcError(error)) : null;
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (agreed && !busy) void start();
      }}
    >
      <p className="text-soft">{t("startup.confirmText")}</p>
      <TextField value={typed} onChange={setTyped} className="flex flex-col gap-1.5">
        <Label className="font-medium">{t("startup.confirmType", { word })}</Label>
        <Input
          autoComplete="off"
          className="h-9 rounded-sm border border-edge bg-transparent px-3 focus:border-accent"
        />
      </TextField>
      {said ? (
        <p role="alert" className="text-bad">
          {t("error.addressed", said)}
        </p>
      ) : null}
      <Button look="primary" type="submit" className="w-fit" isDisabled={!agreed || busy}>
        {t("startup.confirm")}
      </Button>
    </Form>
  );
}
