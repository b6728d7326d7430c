import { act, render, renderHook, screen } from "@testing-library/react";
import { lazy } from "react";
import { beforeEach, expect, test, vi } from "vitest";

const read = vi.fn(async () => ({ default: () => <p>the part</p> }));

/** As when the window opens: nothing is drawn yet. */
async function fresh() {
  vi.resetModules();
  const module = await import("./later");
  return { ...module, Part: lazy(read) };
}

beforeEach(() => read.mockClear());

test("a part that is closed is read once the first page is drawn", async () => {
  const { Later, Part, sayDrawn } = await fresh();
  render(
    <Later isOpen={false} place={<p>its place</p>}>
      <Part />
    </Later>,
  );
  expect(read).not.toHaveBeenCalled();
  act(() => sayDrawn());
  expect(screen.queryByText("its place")).toBeNull();
  expect(await screen.findByText("the part")).toBeVisible();
});

test("a part that opens is read at once, and its place is held", async () => {
  const { Later, Part } = await fresh();
  render(
    <Later isOpen place={<p>its place</p>}>
      <Part />
    </Later>,
  );
  expect(screen.getByText("its place")).toBeVisible();
  expect(await screen.findByText("the part")).toBeVisible();
});

test("a first page that does not come keeps no part away for long", async () => {
  const { Later, Part, useDrawnAtLatest } = await fresh();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  renderHook(useDrawnAtLatest);
  render(
    <Later isOpen={false}>
      <Part />
    </Later>,
  );
  expect(read).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(1000));
  vi.useRealTimers();
  expect(await screen.findByText("the part")).toBeVisible();
});
