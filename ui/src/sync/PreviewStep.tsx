import { Monitor, Server } from "lucide-react";
import { type ReactNode, useContext, useState } from "react";
import { useActions } from "../app/actions";
import type { SignIn } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { CancelButton } from "./SignInStep";
import { StepFrame } from "./StepFrame";
import { SignInContext } from "./sign-in-context";

/** Signed in, and nothing exchanged yet: what would become one. */
export function PreviewStep({ signIn }: { signIn: Extract<SignIn, { kind: "preview" }> }) {
  const { t } = useTranslation();
  const { sync } = useActions();
  const to = useContext(SignInContext);
  const isNew = to === "newProfile";
  const [busy, setBusy] = useState(false);
  const { server, preview } = signIn;
  const confirm = async () => {
    setBusy(true);
    await sync.confirm(to);
    setBusy(false);
  };
  return (
    <StepFrame title={isNew ? t("accounts.previewTitle") : t("sync.preview.title")}>
      <div className="grid gap-3 frame:grid-cols-2">
        {isNew ? null : (
          <Side
            icon={<Monitor size={18} aria-hidden="true" />}
            title={t("sync.preview.here")}
            podcasts={preview.podcastsHere}
            episodes={preview.episodesHere}
          />
        )}
        <Side
          icon={<Server size={18} aria-hidden="true" />}
          title={t("sync.preview.there", { server })}
          podcasts={preview.podcastsThere}
          episodes={preview.episodesThere}
        />
      </div>
      <p className="text-[15px] leading-6 text-soft">
        {isNew ? t("accounts.previewText") : t("sync.preview.text")}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          data-testid="sync-confirm"
          isPending={busy}
          onPress={() => void confirm()}
        >
          {isNew ? t("accounts.previewSubmit") : t("sync.preview.submit")}
        </Button>
        <CancelButton />
      </div>
    </StepFrame>
  );
}

type SideProps = { icon: ReactNode; title: string; podcasts: number; episodes: number };

function Side({ icon, title, podcasts, episodes }: SideProps) {
  const { t } = useTranslation();
  return (
    <div className="min-w-0 rounded-md border border-line p-4">
      <p className="mb-2 flex items-center gap-2 text-soft">
        {icon}
        <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
      </p>
      <p className="text-[16px] leading-6 font-medium">
        {t("sync.preview.podcasts", { count: podcasts })}
      </p>
      <p>{t("sync.preview.episodes", { count: episodes })}</p>
    </div>
  );
}
