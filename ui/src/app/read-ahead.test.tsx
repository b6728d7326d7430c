import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";

test("the page comes with its list, which is read once", async () => {
  const { backend } = openApp("/subscriptions");
  await screen.findByRole("heading", { name: "Subscriptions" });
  expect(screen.getAllByTestId("podcast-card")).not.toHaveLength(0);
  expect(backend.called("podcasts")).toHaveLength(1);
});

test("a list that does not come is not waited for", async () => {
  const { backend } = openApp("/subscriptions");
  backend.silent.add("podcasts");
  expect(await screen.findByRole("heading", { name: "Subscriptions" })).toBeVisible();
  expect(screen.queryAllByTestId("podcast-card")).toHaveLength(0);
});
