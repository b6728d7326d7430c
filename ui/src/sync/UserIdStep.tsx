import { useContext, useState } from "react";
import { Form } from "react-aria-components";
import { useActions } from "../app/actions";
import { asIpcError, backend } from "../backend/backend";
import type { IpcError, SignIn } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { AddressField } from "../kit/AddressField";
import { Button } from "../kit/Button";
import { DashboardSketch } from "./DashboardSketch";
import { CancelButton } from "./SignInStep";
import { StepFrame } from "./StepFrame";
import { SignInContext } from "./sign-in-context";

/** For a server that sends nobody back: what to bring from there, and how it looks. */
export function UserIdStep({ signIn }: { signIn: Extract<SignIn, { kind: "needsUserId" }> }) {
  const { t } = useTranslation();
  const { sync } = useActions();
  return (
    <StepFrame title={t("sync.userId.title")}>
      <p className="text-[15px] leading-6 text-soft">
        {t("sync.userId.text", { server: signIn.server })}
      </p>
      <ol className="flex flex-col gap-5">
        <Numbered number={1} text={t("sync.userId.step1")}>
          <Button
            look="primary"
            data-testid="sync-open-page"
            onPress={() => void sync.openPage(signIn.url)}
          >
            {t("sync.userId.open")}
          </Button>
        </Numbered>
        <Numbered number={2} text={t("sync.userId.step2")}>
          <DashboardSketch />
        </Numbered>
        <Numbered number={3} text={t("sync.userId.step3")}>
          <UserIdForm />
        </Numbered>
      </ol>
      <div>
        <CancelButton isAlone />
      </div>
    </StepFrame>
  );
}

function Numbered(props: { number: number; text: string; children: React.ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className="tabular inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-veil text-[13px] font-medium text-accent"
      >
        {props.number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2.5">
        <p className="pt-0.5">{props.text}</p>
        {props.children}
      </div>
    </li>
  );
}

function UserIdForm() {
  const { t } = useTranslation();
  const to = useContext(SignInContext);
  const [userId, setUserId] = useState("");
  const [error, setError] = useState<IpcError | null>(null);
  const submit = async () => {
    try {
      await backend.submitUserId(userId.trim(), to);
    } catch (failure) {
      setError(asIpcError(failure));
    }
  };
  return (
    <Form
      className="w-full"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <AddressField
        label={t("sync.userId.field")}
        value={userId}
        onChange={(text) => {
          setUserId(text);
          setError(null);
        }}
        error={error ? errorText(t, error, "sync") : null}
        placeholder="0d9a7f0e-5a55-4a0e-9f43-7c2f1f0e9a11"
        testId="sync-user-id"
      >
        <Button type="submit" className="h-10 px-4">
          {t("sync.userId.submit")}
        </Button>
      </AddressField>
    </Form>
  );
}
