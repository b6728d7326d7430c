import { render, screen } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { newI18n } from "./i18n";
import { useTranslation, Words } from "./words";

function Title() {
  const { t } = useTranslation();
  return <h1>{t("subscriptions.title")}</h1>;
}

test("words are in the language of the window before anything else has changed to it", () => {
  const i18n = newI18n("en");
  const inLanguage = (language: "en" | "fr") => (
    <I18nextProvider i18n={i18n}>
      <Words language={language}>
        <Title />
      </Words>
    </I18nextProvider>
  );
  const { rerender } = render(inLanguage("fr"));
  expect(screen.getByRole("heading")).toHaveTextContent("Abonnements");
  rerender(inLanguage("en"));
  expect(screen.getByRole("heading")).toHaveTextContent("Subscriptions");
});
