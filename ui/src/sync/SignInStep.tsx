import { AppWindow, CircleAlert } from "lucide-react";
import { useContext } from "react";
import { useActions } from "../app/actions";
import type { SignIn, SyncAccount } from "../backend/bindings";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Spinner } from "../kit/Spinner";
import { PreviewStep } from "./PreviewStep";
import { StepFrame } from "./StepFrame";
import { SignInContext } from "./sign-in-context";
import { UserIdStep } from "./UserIdStep";
import type { SignInFlow } from "./useSignIn";

type Of<K extends SignIn["kind"]> = Extract<SignIn, { kind: K }>;

type SignInStepProps = { signIn: SignIn; account: SyncAccount | null; flow: SignInFlow };

/** A sign-in that is going on, from the browser to the question whether to begin. */
export function SignInStep({ signIn, account, flow }: SignInStepProps) {
  switch (signIn.kind) {
    case "inBrowser":
      return <InBrowser signIn={signIn} />;
    case "needsUserId":
      return <UserIdStep signIn={signIn} />;
    case "asking":
      return <Asking signIn={signIn} />;
    case "preview":
      return <PreviewStep signIn={signIn} />;
    case "failed":
      return <Failed signIn={signIn} account={account} flow={flow} />;
  }
}

type CancelButtonProps = { label?: string; isAlone?: boolean; onCancel?: () => void };

export function CancelButton({ label, isAlone, onCancel }: CancelButtonProps) {
  const { t } = useTranslation();
  const { sync } = useActions();
  const to = useContext(SignInContext);
  const cancel = () => {
    onCancel?.();
    void sync.cancel(to);
  };
  return (
    <Button
      look="plain"
      data-testid="sync-cancel"
      // Its words, not its edge, stand in line with what is above.
      className={isAlone ? "-ml-3" : ""}
      onPress={cancel}
    >
      {label ?? t("app.cancel")}
    </Button>
  );
}

function InBrowser({ signIn: { server, url } }: { signIn: Of<"inBrowser"> }) {
  const { t } = useTranslation();
  const { sync, podcast } = useActions();
  return (
    <StepFrame
      icon={<AppWindow size={32} strokeWidth={1.4} aria-hidden="true" />}
      title={t("sync.browser.title")}
    >
      <p className="text-[15px] leading-6 text-soft">{t("sync.browser.text", { server })}</p>
      <div className="flex flex-wrap gap-2">
        <Button data-testid="sync-open-page" onPress={() => void sync.openPage(url)}>
          {t("sync.browser.openAgain")}
        </Button>
        <Button look="plain" onPress={() => void podcast.copy(url, t("sync.browser.copied"))}>
          {t("sync.browser.copy")}
        </Button>
        <CancelButton />
      </div>
    </StepFrame>
  );
}

function Asking({ signIn: { server } }: { signIn: Of<"asking"> }) {
  const { t } = useTranslation();
  return (
    <StepFrame icon={<Spinner size={30} thin />} title={t("sync.asking.title", { server })}>
      <p className="text-[15px] leading-6 text-soft">{t("sync.asking.text")}</p>
      <div>
        <CancelButton isAlone />
      </div>
    </StepFrame>
  );
}

type FailedProps = { signIn: Of<"failed">; account: SyncAccount | null; flow: SignInFlow };

function Failed({ signIn: { server, address: asked, error }, account, flow }: FailedProps) {
  const { t } = useTranslation();
  // What was typed names the server best; after a restart of the window only what was asked is known.
  const address = flow.address || asked;
  const again = flow.state.kind === "asking" ? flow.state.error : null;
  const { what, next } = errorText(t, again ?? error, "sync");
  return (
    <StepFrame
      icon={<CircleAlert size={32} strokeWidth={1.4} aria-hidden="true" className="text-bad" />}
      title={t("sync.failed.title", { server })}
    >
      <p className="text-[15px] leading-6 text-soft">{t("error.addressed", { what, next })}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          data-testid="sync-try-again"
          isPending={flow.state.kind === "looking"}
          onPress={() => flow.begin(address)}
        >
          {t("app.retry")}
        </Button>
        <CancelButton
          label={account ? t("app.cancel") : t("sync.failed.other")}
          onCancel={() => flow.setAddress(address)}
        />
      </div>
    </StepFrame>
  );
}
