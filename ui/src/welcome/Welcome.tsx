import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { useFocusOnStep } from "../sync/useFocusOnStep";
import { AccountStep } from "./AccountStep";
import { BackgroundStep } from "./BackgroundStep";
import { PodcastsStep } from "./PodcastsStep";
import { STEPS, type Step, type WelcomeState } from "./useWelcome";

type WelcomeProps = { welcome: WelcomeState };

const contents: Record<Step, (props: WelcomeProps) => ReactNode> = {
  podcasts: PodcastsStep,
  background: BackgroundStep,
  account: AccountStep,
};

/** The first steps, on the page of an empty library: none has to be taken, and they are shown once. */
export function Welcome({ welcome }: WelcomeProps) {
  const { hasBegun, step, go } = welcome;
  useEffect(() => {
    if (!hasBegun) go(step);
  }, [hasBegun, step, go]);
  return (
    <div className="mx-auto flex w-full max-w-lg flex-1 flex-col justify-center pt-4 pb-12">
      <Steps welcome={welcome} first="podcasts" />
    </div>
  );
}

/** What is left of them, above the first podcasts. */
export function WelcomeRest({ welcome }: WelcomeProps) {
  const { t } = useTranslation();
  const left = welcome.step === "podcasts" ? { ...welcome, step: "background" as const } : welcome;
  return (
    <section
      aria-label={t("welcome.title")}
      className="mx-auto mb-4 w-full max-w-2xl rounded-lg border border-line bg-raised p-5 frame:px-6"
    >
      <Steps welcome={left} first="background" />
    </section>
  );
}

function Steps({ welcome, first }: WelcomeProps & { first: Step }) {
  const { t } = useTranslation();
  const { step, go, end } = welcome;
  const region = useRef<HTMLDivElement>(null);
  useFocusOnStep(region, step);
  const at = STEPS.indexOf(step);
  const next = STEPS[at + 1];
  const before = step === first ? undefined : STEPS[at - 1];
  const Content = contents[step];
  return (
    <div ref={region} data-testid="welcome" className="flex w-full flex-col gap-6">
      <p role="status" className="tabular text-[13px] text-soft">
        {t("welcome.step", { step: at + 1, of: STEPS.length })}
      </p>
      <Content welcome={welcome} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-4">
        <Button look="plain" data-testid="welcome-skip" onPress={end} className="-ml-3">
          {t("welcome.skip")}
        </Button>
        <div className="flex gap-2">
          {before ? (
            <Button look="plain" onPress={() => go(before)}>
              {t("app.back")}
            </Button>
          ) : null}
          <Button data-testid="welcome-next" onPress={() => (next ? go(next) : end())}>
            {next ? t("welcome.next") : t("welcome.notNow")}
          </Button>
        </div>
      </div>
    </div>
  );
}
