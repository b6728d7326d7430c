import { Copy, FileKey, LockOpen } from "lucide-react";
import type { ReactNode } from "react";
import { useActions } from "../app/actions";
import type { SyncAccount } from "../backend/bindings";
import { useTranslation } from "../i18n/words";
import { IconButton } from "../kit/Button";
import { Section, Setting } from "../kit/Section";

/** Which server, under which name, and how safely. */
export function Account({ account }: { account: SyncAccount }) {
  const { t } = useTranslation();
  const { podcast } = useActions();
  return (
    <Section title={t("sync.account.title")}>
      {account.isSecure ? null : (
        <Note
          bad
          icon={<LockOpen size={18} aria-hidden="true" />}
          title={t("sync.account.plain")}
          text={t("sync.account.plainText")}
        />
      )}
      <Setting label={t("sync.account.server")}>
        <span className="selectable min-w-0 [overflow-wrap:anywhere]">{account.server}</span>
      </Setting>
      <Setting label={t("sync.account.device")}>
        <span className="selectable min-w-0 [overflow-wrap:anywhere]">{account.deviceName}</span>
      </Setting>
      <Setting label={t("sync.account.userId")}>
        <span className="flex min-w-0 items-center gap-1">
          <code className="selectable min-w-0 font-mono text-[13px] [overflow-wrap:anywhere]">
            {account.userId}
          </code>
          <IconButton
            label={t("sync.account.copyUserId")}
            onPress={() => void podcast.copy(account.userId, t("sync.account.userIdCopied"))}
          >
            <Copy size={15} aria-hidden="true" />
          </IconButton>
        </span>
      </Setting>
      {account.secrets === "file" ? (
        <Note
          icon={<FileKey size={18} aria-hidden="true" />}
          title={t("sync.account.file")}
          text={t("sync.account.fileText")}
        />
      ) : null}
    </Section>
  );
}

type NoteProps = { icon: ReactNode; title: string; text: string; bad?: boolean };

function Note({ icon, title, text, bad }: NoteProps) {
  return (
    <div className="flex gap-3 py-3">
      <span className={`pt-px ${bad ? "text-bad" : "text-soft"}`}>{icon}</span>
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-[13px] text-soft">{text}</p>
      </div>
    </div>
  );
}
