// Checks a proof that came in the address of this page, without asking the county: the hashes from
// the leaf up to the head, the county's signature, the witnesses' signatures.
"use strict";

const page = document.querySelector("[data-check]");
const say = (name) => page.querySelector(`[data-say="${name}"]`);
const utf8 = new TextEncoder();

// ---- Ed25519 (RFC 8032), because not every phone's browser has it.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value, by = P) => ((value % by) + by) % by;

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * b);
    b = mod(b * b);
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
const NOTHING = [0n, 1n, 1n, 0n];

// The point of this y whose x is odd or even; nothing where there is none.
function point(y, odd) {
  if (y >= P) return null;
  const [over, under] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(over * power(under, 3n) * power(over * power(under, 7n), (P - 5n) / 8n));
  const square = mod(under * x * x);
  if (square !== over) {
    if (square !== mod(-over)) return null;
    x = mod(x * ROOT_OF_MINUS_ONE);
  }
  if (x === 0n && odd) return null;
  if ((x & 1n) !== (odd ? 1n : 0n)) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, of) {
  let result = NOTHING;
  for (let s = scalar, p = of; s > 0n; s >>= 1n) {
    if (s & 1n) result = add(result, p);
    p = add(p, p);
  }
  return result;
}

const same = ([x1, y1, z1], [x2, y2, z2]) =>
  mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;

const BASE = point(mod(4n * power(5n, P - 2n)), false);

function little(bytes) {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function unpack(bytes) {
  const number = little(bytes);
  return point(number & (2n ** 255n - 1n), number >> 255n === 1n);
}

const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));

async function signed(key, message, signature) {
  const [first, second] = [signature.slice(0, 32), little(signature.slice(32))];
  const [owner, commitment] = [unpack(key), unpack(first)];
  if (!owner || !commitment || second >= L) return false;
  // A key of small order would fit anything.
  if (same(times(8n, owner), NOTHING)) return false;
  const challenge = mod(little(await digest("SHA-512", joined(first, key, message))), L);
  return same(times(second, BASE), add(commitment, times(challenge, owner)));
}

// ---- The proof, byte by byte as `tlog/src/compact.rs` has it.

const plain = (text) => {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
};

function parse(bytes) {
  let at = 0;
  const take = (count) => {
    if (at + count > bytes.length) throw new Error("cut");
    at += count;
    return bytes.slice(at - count, at);
  };
  const number = (count) => take(count).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (number(3) !== 0x585901n) throw new Error("mark");
  const leaf = take(Number(number(2)));
  const [index, size] = [number(8), number(8)];
  const path = Array.from({ length: Number(number(1)) }, () => take(32));
  const log = { id: number(4), signature: take(64) };
  const cosigned = Array.from({ length: Number(number(1)) }, () => ({
    id: number(4),
    at: number(8),
    signature: take(64),
  }));
  if (at !== bytes.length) throw new Error("more");
  return { leaf, index, size, path, log, cosigned };
}

// A key as people copy it: name+identifier+base64 of the kind and 32 bytes. The base64 may hold a
// plus itself.
function keyOf(text) {
  const [name, id, ...rest] = text.split("+");
  return { name, id: BigInt(`0x${id}`), bytes: plain(rest.join("+")).slice(1) };
}

const over = (left, right) => digest("SHA-256", joined([1], left, right));

// The root that follows from the leaf and its path (RFC 9162, 2.1.3.2).
async function root({ leaf, index, size, path }) {
  if (index >= size) throw new Error("index");
  let top = await digest("SHA-256", joined([0], leaf));
  let [node, last] = [index, size - 1n];
  for (const step of path) {
    if (last === 0n) throw new Error("path");
    if (node % 2n === 1n || node === last) {
      top = await over(step, top);
      while (node % 2n === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      top = await over(top, step);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw new Error("path");
  return top;
}

async function check(text) {
  const proof = parse(plain(text));
  const head = btoa(String.fromCharCode(...(await root(proof))));
  const said = `${page.dataset.origin}\n${proof.size}\n${head}\n`;
  const keys = page.dataset.keys.split("\n").filter(Boolean).map(keyOf);
  const key = keys.find((one) => one.id === proof.log.id);
  if (!key || !(await signed(key.bytes, utf8.encode(said), proof.log.signature))) {
    throw new Error("signature");
  }
  const seen = [];
  for (const witness of page.querySelectorAll("[data-witness]")) {
    const own = keyOf(witness.dataset.witness);
    for (const one of proof.cosigned.filter((one) => one.id === own.id)) {
      const message = utf8.encode(`cosignature/v1\ntime ${one.at}\n${said}`);
      if (!(await signed(own.bytes, message, one.signature))) throw new Error("cosignature");
      seen.push(witness);
    }
  }
  return { leaf: JSON.parse(new TextDecoder().decode(proof.leaf)), index: proof.index, seen };
}

async function show() {
  const text = location.hash.slice(1);
  for (const name of ["waiting", "right", "wrong", "unable"]) say(name).hidden = true;
  if (!text) {
    say("waiting").hidden = false;
    return;
  }
  if (!crypto.subtle) {
    say("unable").hidden = false;
    return;
  }
  try {
    const { leaf, index, seen } = await check(text);
    say("number").textContent = String(index + 1n);
    say("at").textContent = new Date(leaf.at).toLocaleString(document.documentElement.lang, {
      timeZone: "Asia/Shanghai",
    });
    say("kind").textContent = leaf.kind;
    say("sha256").textContent = leaf.sha256;
    say("leaf").href = `/log/leaves/${index}`;
    for (const witness of page.querySelectorAll("[data-witness]")) {
      witness.hidden = !seen.includes(witness);
    }
    say("nobody").hidden = seen.length > 0;
    say("right").hidden = false;
  } catch {
    say("wrong").hidden = false;
  }
}

if (page) {
  addEventListener("hashchange", show);
  show();
  // From the second time on the page opens without a network.
  navigator.serviceWorker?.register("/log/offline.js").catch(() => {});
}
