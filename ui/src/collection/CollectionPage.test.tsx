import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";

const collections = { News: [1, 5] };

test("a first collection is made, and opened", async () => {
  const { user, router } = openApp("/collections");
  expect(await screen.findByText("You have no collection yet")).toBeInTheDocument();
  await user.click(screen.getByTestId("collection-new"));
  await user.type(await screen.findByLabelText("Name"), "Science{Enter}");
  expect(await screen.findByRole("heading", { name: "Science" })).toBeInTheDocument();
  expect(router.state.location.pathname).toBe("/collection/collection-1");
});

test("a podcast is put into a collection and taken out of it", async () => {
  const { user, backend } = openApp("/podcast/2", { collections });
  await user.click(await screen.findByRole("button", { name: "More actions – 99% Invisible" }));
  await user.click(await screen.findByRole("menuitem", { name: "Collections…" }));
  const tick = await screen.findByRole("checkbox", { name: "News" });
  expect(tick).not.toBeChecked();
  await user.click(tick);
  await waitFor(() => expect(tick).toBeChecked());
  expect(backend.called("set_in_collection")).toMatchObject([{ podcastIds: [2], present: true }]);
  await user.click(tick);
  await waitFor(() => expect(tick).not.toBeChecked());
});

test("deleting a collection can be undone", async () => {
  const { user } = openApp("/collection/news", { collections });
  await user.click(await screen.findByRole("button", { name: "More actions – News" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete collection" }));
  expect(await screen.findByText("You have no collection yet")).toBeInTheDocument();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("collection-tile")).toHaveTextContent("News");
});
