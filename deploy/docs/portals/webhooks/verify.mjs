// PartyCloud 回调验签 · verifies a webhook. Node.js 18+, 不需要任何包 · no packages.
//
// WEBHOOK_SECRET=whsec_... node verify.mjs <webhook-id> <webhook-timestamp> <webhook-signature> < body
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

// body 是收到的原始字节 · the bytes as they came, before any JSON is read
export function fits(secret, id, timestamp, signatures, body) {
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) {
    return false;
  }
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = Buffer.from("v1," + createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64"));
  // 轮换期间有两个签名，以空格分隔 · while the secret is changed there are two, with a space between
  return signatures.split(" ").map((one) => Buffer.from(one)).some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

const [id, timestamp, signatures] = process.argv.slice(2);
console.log(fits(process.env.WEBHOOK_SECRET, id, timestamp, signatures, readFileSync(0)) ? "ok" : "refused");
