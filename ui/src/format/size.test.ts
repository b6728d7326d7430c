import { expect, test } from "vitest";
import { fileSize } from "./size";

test.each([
  [900, "900 byte", "900 o"],
  [4_200, "4.2 kB", "4,2 ko"],
  [48_200_000, "48 MB", "48 Mo"],
  [1_500_000_000, "1.5 GB", "1,5 Go"],
  [2_000_000_000_000, "2,000 GB", "2 000 Go"],
])("%i bytes", (bytes, english, french) => {
  const plain = (text: string) => text.replace(/\s/g, " ");
  expect(plain(fileSize(bytes, "en"))).toBe(english);
  expect(plain(fileSize(bytes, "fr"))).toBe(french);
});
