"""PartyCloud 回调验签 · verifies a webhook. Python 3.8+, 不需要任何包 · no packages.

WEBHOOK_SECRET=whsec_... python3 verify.py <webhook-id> <webhook-timestamp> <webhook-signature> < body
"""
import base64
import hashlib
import hmac
import os
import sys
import time


def fits(secret, message, timestamp, signatures, body):
    """body 是收到的原始字节 · the bytes as they came, before any JSON is read."""
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret[len("whsec_"):])
    expected = "v1," + base64.b64encode(hmac.new(key, f"{message}.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()
    # 轮换期间有两个签名，以空格分隔 · while the secret is changed there are two, with a space between
    return any(hmac.compare_digest(expected.encode(), one.encode()) for one in signatures.split(" "))


if __name__ == "__main__":
    good = fits(os.environ["WEBHOOK_SECRET"], *sys.argv[1:4], sys.stdin.buffer.read())
    print("ok" if good else "refused")
