import { useState } from "react";
import { Form } from "react-aria-components";
import { useActions } from "../app/actions";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Sheet } from "../kit/Sheet";
import { TextLine } from "../kit/TextLine";
import type { Shown } from "./useProfiles";

type RemoveDialogProps = { of: Shown; isOnly: boolean; isOpen: boolean; onClose: () => void };

/** Asked for by typing a word: what is deleted does not come back. */
export function RemoveDialog({ of, isOnly, isOpen, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet
      role="alertdialog"
      isOpen={isOpen}
      onClose={onClose}
      title={t("accounts.removeTitle", { name: of.name })}
    >
      <RemoveForm of={of} isOnly={isOnly} onClose={onClose} />
    </Sheet>
  );
}

function RemoveForm({ of, isOnly, onClose }: Omit<RemoveDialogProps, "isOpen">) {
  const { t } = useTranslation();
  const { profile: act } = useActions();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const { profile, name } = of;
  const word = t("accounts.removeWord");
  const agreed = typed.trim().toLocaleLowerCase() === word;
  const remove = async () => {
    setBusy(true);
    await act.remove(profile.id, name);
    setBusy(false);
    onClose();
  };
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (agreed && !busy) void remove();
      }}
    >
      <p>{t("accounts.removeText")}</p>
      <WhatIsThere of={of} />
      {isOnly ? <p className="text-soft">{t("accounts.removeOnly")}</p> : null}
      <TextLine
        label={t("accounts.removeType", { word })}
        value={typed}
        onChange={setTyped}
        testId="account-remove-word"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="plain" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button
          look="primary"
          type="submit"
          data-testid="account-remove-yes"
          isPending={busy}
          isDisabled={!agreed}
        >
          {t("accounts.remove")}
        </Button>
      </div>
    </Form>
  );
}

/** What its server has, and what it will never get. */
function WhatIsThere({ of: { profile } }: { of: Shown }) {
  const { t } = useTranslation();
  const { standing } = profile;
  if (standing.kind !== "connected") return null;
  const { server, waiting } = standing;
  return (
    <>
      <p className="text-soft">{t("accounts.removeServer", { server })}</p>
      {waiting > 0 ? (
        <p className="text-bad">{t("accounts.removeWaiting", { server, count: waiting })}</p>
      ) : null}
    </>
  );
}
