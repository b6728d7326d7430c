import { useQuery } from "@tanstack/react-query";
import { Monitor, Server } from "lucide-react";
import { useRef } from "react";
import { Form } from "react-aria-components";
import { useUiReady } from "../app/useUiReady";
import { backend } from "../backend/backend";
import { newAccountQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { PageHeader } from "../kit/PageHeader";
import { TextLine } from "../kit/TextLine";
import { AddressForm } from "../sync/ConnectForm";
import { SignInStep } from "../sync/SignInStep";
import { StepFrame } from "../sync/StepFrame";
import { SignInContext } from "../sync/sign-in-context";
import { useFocusOnStep } from "../sync/useFocusOnStep";
import { type SignInFlow, useSignIn } from "../sync/useSignIn";
import { LONGEST_NAME, useName } from "./useName";

/** Another account beside those that there are: of a server, or on this computer only. */
export function NewAccountPage() {
  const { t } = useTranslation();
  useUiReady(true);
  return (
    <SignInContext value="newProfile">
      <div className="relative mx-auto w-full max-w-2xl px-4 pb-16 frame:px-8">
        <PageHeader title={t("accounts.newTitle")} />
        <Steps />
      </div>
    </SignInContext>
  );
}

function Steps() {
  const flow = useSignIn();
  const { data: signIn = null } = useQuery(newAccountQuery);
  const region = useRef<HTMLDivElement>(null);
  useFocusOnStep(region, signIn?.kind ?? "form");
  return (
    <div ref={region}>
      {signIn ? <SignInStep signIn={signIn} account={null} flow={flow} /> : <Ways flow={flow} />}
    </div>
  );
}

function Ways({ flow }: { flow: SignInFlow }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-10">
      <StepFrame
        icon={<Server size={28} strokeWidth={1.4} aria-hidden="true" />}
        title={t("accounts.newServer")}
      >
        <p className="text-[15px] leading-6 text-soft">{t("accounts.newServerText")}</p>
        <AddressForm flow={flow} />
      </StepFrame>
      <section className="flex flex-col gap-4 border-t border-line pt-8">
        <div className="flex flex-col gap-3">
          <span className="text-accent">
            <Monitor size={28} strokeWidth={1.4} aria-hidden="true" />
          </span>
          <h2 className="text-[18px] leading-6 font-strong tracking-[-0.01em] text-balance">
            {t("accounts.newAlone")}
          </h2>
        </div>
        <p className="text-[15px] leading-6 text-soft">{t("accounts.newAloneText")}</p>
        <AloneForm />
      </section>
    </div>
  );
}

function AloneForm() {
  const { t } = useTranslation();
  const field = useName("", (name) => backend.addProfile(name));
  return (
    <Form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void field.submit();
      }}
    >
      <div className="w-full">
        <TextLine
          label={t("accounts.name")}
          value={field.name}
          onChange={field.setName}
          error={field.error}
          maxLength={LONGEST_NAME}
          testId="account-new-name"
        />
      </div>
      <Button
        type="submit"
        data-testid="account-create"
        isPending={field.busy}
        isDisabled={field.name.trim() === ""}
        className="h-10 px-4"
      >
        {t("accounts.create")}
      </Button>
    </Form>
  );
}
