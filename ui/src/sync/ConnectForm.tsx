import { MonitorSmartphone } from "lucide-react";
import { Form } from "react-aria-components";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { AddressField } from "../kit/AddressField";
import { Button } from "../kit/Button";
import { StepFrame } from "./StepFrame";
import type { SignInFlow } from "./useSignIn";

/** Nothing is missing without a server; what one would do, and where to name it. */
export function ConnectForm({ flow }: { flow: SignInFlow }) {
  const { t } = useTranslation();
  return (
    <StepFrame
      icon={<MonitorSmartphone size={32} strokeWidth={1.4} aria-hidden="true" />}
      title={t("sync.connect.title")}
    >
      <p className="text-[15px] leading-6 text-soft">{t("sync.connect.text")}</p>
      <AddressForm flow={flow} />
    </StepFrame>
  );
}

export function AddressForm({ flow }: { flow: SignInFlow }) {
  const { t } = useTranslation();
  const { address, state } = flow;
  const looking = state.kind === "looking";
  const error = state.kind === "asking" && state.error ? errorText(t, state.error, "sync") : null;
  return (
    <Form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        flow.begin(address);
      }}
    >
      <AddressField
        label={t("sync.connect.address")}
        value={address}
        onChange={flow.setAddress}
        error={error}
        isReadOnly={looking}
        inputMode="url"
        placeholder="balados.example"
        testId="sync-address"
      >
        <Button
          look="primary"
          type="submit"
          data-testid="sync-connect"
          isPending={looking}
          className="h-10 px-4"
        >
          {t("sync.connect.submit")}
        </Button>
      </AddressField>
      {looking ? (
        <p role="status" className="flex items-center justify-between gap-3 text-soft">
          <span className="truncate">{t("sync.connect.asking", { address })}</span>
          <Button look="plain" onPress={flow.cancel}>
            {t("app.cancel")}
          </Button>
        </p>
      ) : error ? null : (
        <p className="text-soft">{t("sync.connect.hint")}</p>
      )}
    </Form>
  );
}
