import { useTranslation } from "../i18n/words";
import { Sheet } from "../kit/Sheet";
import { bindings, keyLabel } from "./shortcuts";

const listKeys = [
  { label: "walk", keys: ["↑", "↓"] },
  { label: "open", keys: ["enter"] },
  { label: "extend", keys: ["shift", "↓"] },
  { label: "toggle", keys: ["ctrl", "space"] },
  { label: "selectAll", keys: ["ctrl", "A"] },
  { label: "menu", keys: ["shift", "F10"] },
] as const;

export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t("shortcuts.title")} width="max-w-2xl">
      <div className="gap-x-10 frame:columns-2">
        <Bindings group="playback" />
        <Group title={t("shortcuts.lists")}>
          {listKeys.map(({ label, keys }) => (
            <Line key={label} label={t(`shortcuts.${label}`)}>
              {keys.map((key) => (
                <Key key={key}>{keyLabel(t, key)}</Key>
              ))}
            </Line>
          ))}
        </Group>
        <Bindings group="navigation" />
      </div>
    </Sheet>
  );
}

function Bindings({ group }: { group: "playback" | "navigation" }) {
  const { t } = useTranslation();
  const all = bindings.find((it) => it.group === group)?.all ?? [];
  return (
    <Group title={t(`shortcuts.${group}`)}>
      {all.map(({ command, shown, sequence }) => (
        <Line key={command} label={t(`shortcuts.${command}`)}>
          {shown.map((keys, index) => (
            <span key={keys.join()} className="flex items-center gap-1">
              {index > 0 ? <Between>{t("shortcuts.either")}</Between> : null}
              {keys.map((key, at) => (
                <span key={key} className="flex items-center gap-1">
                  {at > 0 && sequence ? <Between>{t("shortcuts.then")}</Between> : null}
                  <Key>{keyLabel(t, key)}</Key>
                </span>
              ))}
            </span>
          ))}
        </Line>
      ))}
    </Group>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="mb-6 break-inside-avoid">
      <h3 className="mb-2 font-medium">{title}</h3>
      <dl className="flex flex-col">{children}</dl>
    </section>
  );
}

function Line({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 border-b border-line last:border-0">
      <dt className="text-soft">{label}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  );
}

function Between({ children }: { children: string }) {
  return <span className="px-0.5 text-[12px] text-soft">{children}</span>;
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-6 min-w-6 items-center justify-center rounded-sm border border-line bg-veil px-1.5 font-sans text-[12px]">
      {children}
    </kbd>
  );
}
