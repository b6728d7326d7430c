import { afterEach, describe, expect, test, vi } from "vitest";
import { type Anchor, ClockStore, corrected, positionAt } from "./clock";

const anchor = (part: Partial<Anchor>): Anchor => ({
  episodeId: 1,
  positionMs: 10_000,
  atMs: 0,
  running: true,
  rate: 1,
  durationMs: 60_000,
  bufferedMs: null,
  ...part,
});

test("the position moves between two events, and no further than it can be trusted", () => {
  expect(positionAt(anchor({}), 200)).toBe(10_200);
  expect(positionAt(anchor({ running: false }), 200)).toBe(10_000);
  expect(positionAt(anchor({}), 60_000)).toBe(12_500);
  expect(positionAt(anchor({ positionMs: 59_900 }), 500)).toBe(60_000);
});

test("the position moves as fast as the recording is heard", () => {
  expect(positionAt(anchor({ rate: 2 }), 200)).toBe(10_400);
  expect(positionAt(anchor({ rate: 0.5 }), 60_000)).toBe(11_250);
  expect(positionAt(anchor({ rate: 3, running: false }), 200)).toBe(10_000);
});

test("seconds never count back by a small correction, but follow a seek", () => {
  const late = corrected(anchor({}), anchor({ positionMs: 10_100, atMs: 300 }));
  expect(positionAt(late, 300)).toBe(10_300);
  const seek = corrected(anchor({}), anchor({ positionMs: 2_000, atMs: 300 }));
  expect(positionAt(seek, 300)).toBe(2_000);
  const other = corrected(anchor({}), anchor({ episodeId: 2, positionMs: 10_100, atMs: 300 }));
  expect(other.positionMs).toBe(10_100);
});

test("a pause shows the place that was reached, before the player has confirmed it", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1000);
  const clock = new ClockStore();
  clock.tick({ episodeId: 1, positionMs: 5_000, durationMs: 60_000, bufferedMs: null });
  clock.run(true);
  now.mockReturnValue(1400);
  clock.run(false);
  now.mockReturnValue(9000);
  expect(positionAt(clock.anchor(), 9000)).toBe(5_400);
});

describe("what is shown", () => {
  afterEach(() => vi.useRealTimers());

  function playing(positionMs: number) {
    vi.useFakeTimers();
    const clock = new ClockStore();
    const changed = vi.fn();
    const leave = clock.subscribe(changed);
    clock.tick(at(positionMs));
    clock.run(true);
    changed.mockClear();
    return { clock, changed, leave };
  }

  const at = (positionMs: number) => ({
    episodeId: 1,
    positionMs,
    durationMs: 60_400,
    bufferedMs: null,
  });

  test("is told once a second, however often the player says where it is", () => {
    const { clock, changed } = playing(10_000);
    for (let passed = 250; passed <= 10_000; passed += 250) {
      vi.advanceTimersByTime(250);
      clock.tick(at(10_000 + passed));
    }
    expect(changed).toHaveBeenCalledTimes(10);
    expect(clock.shown()).toEqual({ positionMs: 20_000, durationMs: 60_400, bufferedMs: null });
  });

  test("changes on time between two events, and no further than they can be trusted", () => {
    const { clock, changed } = playing(10_400);
    vi.advanceTimersByTime(599);
    expect(clock.shown().positionMs).toBe(10_000);
    vi.advanceTimersByTime(1);
    expect(clock.shown().positionMs).toBe(11_000);
    vi.advanceTimersByTime(60_000);
    expect(clock.shown().positionMs).toBe(12_000);
    expect(changed).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is the whole length at the end", () => {
    const { clock } = playing(59_900);
    vi.advanceTimersByTime(1000);
    expect(clock.shown().positionMs).toBe(60_400);
  });

  test("costs nothing where nobody looks", () => {
    const { clock, leave } = playing(10_400);
    leave();
    expect(vi.getTimerCount()).toBe(0);
    clock.tick(at(12_700));
    expect(vi.getTimerCount()).toBe(0);
    expect(clock.shown().positionMs).toBe(12_000);
  });
});
