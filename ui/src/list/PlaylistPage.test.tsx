import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";

const playlists = { Train: [10000, 20000] };

test("a first playlist is made, and opened", async () => {
  const { user, router } = openApp("/playlists");
  expect(await screen.findByText("You have no playlist yet")).toBeInTheDocument();
  await user.click(screen.getByTestId("playlist-new"));
  await user.type(await screen.findByLabelText("Name"), "Evenings{Enter}");
  expect(await screen.findByRole("heading", { name: "Evenings" })).toBeInTheDocument();
  expect(router.state.location.pathname).toBe("/playlist/list-1");
  expect(await screen.findByText("This playlist is empty")).toBeInTheDocument();
});

test("a playlist is renamed and described", async () => {
  const { user } = openApp("/playlist/train", { playlists });
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  const name = await screen.findByLabelText("Name");
  await user.clear(name);
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await user.type(name, "Tram");
  await user.type(screen.getByLabelText("Description"), "For the way home");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("heading", { name: "Tram" })).toBeInTheDocument();
  expect(screen.getByText("For the way home")).toBeInTheDocument();
});

test("deleting a playlist can be undone", async () => {
  const { user } = openApp("/playlist/train", { playlists });
  await user.click(await screen.findByRole("button", { name: "More actions – Train" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete playlist" }));
  expect(await screen.findByText("You have no playlist yet")).toBeInTheDocument();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByTestId("playlist-row")).toHaveTextContent("Train");
});

test("everything in a playlist goes into the queue", async () => {
  const { user, backend } = openApp("/playlist/train", { playlists });
  await screen.findAllByTestId("entry-row");
  await user.click(screen.getByRole("button", { name: "Add all to the queue" }));
  await waitFor(() => expect(backend.lists.queue).toEqual([10000, 20000]));
});

test("an episode is put into a playlist from its menu", async () => {
  const { user, backend } = openApp("/podcast/1", { playlists });
  const [menu] = await screen.findAllByRole("button", { name: /^More actions – Why the deep/ });
  await user.click(menu as HTMLElement);
  await user.click(await screen.findByRole("menuitem", { name: "Add to a playlist…" }));
  await user.click(await screen.findByRole("button", { name: /^Train/ }));
  await waitFor(() => expect(backend.called("add_to_list")).toHaveLength(1));
  expect(await screen.findByText(/Train$/)).toBeInTheDocument();
});
